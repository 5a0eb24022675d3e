"""OpenAI's own SDK for Python against a started cluster; the journey that starts it scripts the models."""

import os

import openai

client = openai.OpenAI(base_url=os.environ["SPILLWAY_URL"] + "/v1", api_key=os.environ["SPILLWAY_KEY"])
model = "cloud/sdk"


def user(content):
    return [{"role": "user", "content": content}]


def ok(what):
    print("ok " + what, flush=True)


def refused(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError("not refused")


assert model in [one.id for one in client.models.list()]
ok("models")

raw = client.chat.completions.with_raw_response.create(model=model, messages=user("python chat"))
assert raw.parse().choices[0].message.content == "You said: python chat"
assert raw.headers["x-spillway-job-id"].startswith("job_")
ok("chat")

text, usage = "", None
for chunk in client.chat.completions.create(
    model=model, messages=user("python stream"), stream=True, stream_options={"include_usage": True}
):
    text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
    usage = chunk.usage or usage
assert text == "You said: python stream"
assert usage.total_tokens > 0
ok("stream")

tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]
with client.chat.completions.stream(model=model, messages=user("call a tool"), tools=tools) as stream:
    called = stream.get_final_completion()
assert called.choices[0].message.tool_calls[0].function.arguments == '{"city":"Ulm"}'
ok("tools")

response = client.responses.create(model=model, input="python response")
assert response.output_text == "You said: python response"
assert client.responses.retrieve(response.id).output_text == response.output_text
ok("responses")

with client.responses.stream(model=model, input="python events") as stream:
    numbers = [event.sequence_number for event in stream]
    final = stream.get_final_response()
assert final.output_text == "You said: python events"
ok("response events")

background = client.responses.create(model=model, input="hang", background=True)
assert background.status in ("queued", "in_progress")
assert client.responses.cancel(background.id).status == "cancelled"
ok("background")

refused(openai.NotFoundError, lambda: client.chat.completions.create(model="openai/none", messages=user("x")))
wrong = refused(
    openai.BadRequestError, lambda: client.chat.completions.create(model=model, messages=user("x"), temperature=3)
)
assert wrong.param == "temperature"
ok("mistakes")

# Held for a second, answered later: the SDK does not ask again, or there would be a second paid call.
late = refused(
    openai.InternalServerError,
    lambda: client.chat.completions.create(
        model=model, messages=user("python late"), extra_headers={"x-spillway-timeout": "1"}
    ),
)
assert late.response.headers["x-should-retry"] == "false"
ok("too late")

hanging = client.with_options(timeout=2, max_retries=0)
refused(
    openai.APITimeoutError,
    lambda: hanging.chat.completions.create(model=model, messages=user("python gone: hang")),
)
ok("hung up")
