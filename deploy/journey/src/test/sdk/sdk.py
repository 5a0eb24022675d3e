"""OpenAI's own SDK for Python against a started cluster; the journey that starts it scripts the models."""

import base64
import http.server
import json
import os
import queue
import threading
import time

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

vectors = client.embeddings.create(model="cloud/vectors", input=["tea", "water"])
assert vectors.data[1].embedding == [5, 1, 2]
assert client.embeddings.create(model="cloud/vectors", input="tea", encoding_format="float").data[0].embedding == [3, 1, 2]
ok("embeddings")

speech = client.audio.speech.create(model="cloud/voice", voice="alloy", input="Good evening")
assert speech.response.headers["content-type"] == "audio/mpeg"
assert speech.content == b"ID3Good evening"
ok("speech")

images = client.images.generate(model="cloud/pictures", prompt="a dot", n=2)
assert base64.b64decode(images.data[1].b64_json)[1:4] == b"PNG"
ok("images")

lines = "\n".join(
    json.dumps(
        {
            "custom_id": name,
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {"model": model, "messages": user("python batch " + name)},
        }
    )
    for name in ("one", "two", "three")
)
file = client.files.create(file=("lines.jsonl", lines.encode()), purpose="batch")
assert client.files.content(file.id).text == lines
assert file.id in [one.id for one in client.files.list(limit=2)]
ok("files")

batch = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
for _ in range(300):
    if batch.status == "completed":
        break
    time.sleep(0.2)
    batch = client.batches.retrieve(batch.id)
assert (batch.request_counts.total, batch.request_counts.completed, batch.request_counts.failed) == (3, 3, 0)
output = client.files.content(batch.output_file_id).text
assert sorted(json.loads(line)["custom_id"] for line in output.splitlines()) == ["one", "three", "two"]
assert client.files.delete(file.id).deleted
ok("batches")

# A job's end, told to a server of ours: the SDK knows the signature, and knows a body that was changed on its way.
told = queue.Queue()


class Sink(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told.put((self.rfile.read(int(self.headers["content-length"])), dict(self.headers)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


sink = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
threading.Thread(target=sink.serve_forever, daemon=True).start()
endpoint = client.post(
    "/webhooks",
    body={"url": f"http://127.0.0.1:{sink.server_port}/told", "events": ["job.completed"]},
    cast_to=object,
)
job = {"model": model, "prompt": "python told", "webhook": {"endpoint": endpoint["id"]}}
client.post("/jobs", body=job, cast_to=object)
body, headers = told.get(timeout=60)
client.webhooks.verify_signature(body, headers, secret=endpoint["secret"])
assert json.loads(body)["data"]["output"]["text"] == "You said: python told"
refused(
    openai.InvalidWebhookSignatureError,
    lambda: client.webhooks.verify_signature(body + b" ", headers, secret=endpoint["secret"]),
)
ok("webhooks")
