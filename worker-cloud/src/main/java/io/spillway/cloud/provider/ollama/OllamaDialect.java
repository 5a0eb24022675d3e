package io.spillway.cloud.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.EventReader;
import io.spillway.cloud.provider.LineReader;
import io.spillway.cloud.provider.openai.Dialect;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.ToolCalls;
import java.util.List;

/**
 * Ollama's answers in OpenAI's words: a stream is a line of JSON for each token, in the form of a whole answer.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Chat</a>
 */
final class OllamaDialect implements Dialect {
    private int calls;

    @Override
    public JsonNode whole(JsonNode answer) {
        return ToolCalls.plain(translated(answer, "message"));
    }

    @Override
    public List<JsonNode> chunks(JsonNode event) {
        return List.of(translated(event, "delta"));
    }

    @Override
    public boolean last(JsonNode event) {
        return event.path("done").asBoolean(false);
    }

    @Override
    public EventReader events() {
        return new LineReader();
    }

    private ObjectNode translated(JsonNode answer, String place) {
        ObjectNode body = Json.object();
        if (!answer.path("message").isObject()) {
            return body;
        }
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.set(place, message(answer.path("message")));
        if (!answer.path("logprobs").isEmpty()) {
            choice.putObject("logprobs").set("content", answer.path("logprobs"));
        }
        if (answer.path("done").asBoolean(false)) {
            choice.put("finish_reason", reason(answer.path("done_reason").asText("stop")));
        }
        if (answer.path("eval_count").isNumber()) {
            long input = answer.path("prompt_eval_count").asLong(0);
            body.set("usage", Json.usage(input, answer.path("eval_count").asLong()));
        }
        return body;
    }

    private ObjectNode message(JsonNode theirs) {
        ObjectNode message = Json.object().put("role", "assistant");
        message.put("content", theirs.path("content").asText(""));
        if (!theirs.path("thinking").asText("").isEmpty()) {
            message.set("reasoning_content", theirs.path("thinking"));
        }
        for (JsonNode call : theirs.path("tool_calls")) {
            JsonNode function = call.path("function");
            String id = call.path("id").asText("call_" + calls);
            message.withArray("tool_calls")
                    .add(Json.toolCall(
                                    id,
                                    function.path("name").asText(),
                                    function.path("arguments").toString())
                            .put("index", calls++));
        }
        return message;
    }

    private String reason(String theirs) {
        return calls > 0 && theirs.equals("stop") ? "tool_calls" : theirs;
    }
}
