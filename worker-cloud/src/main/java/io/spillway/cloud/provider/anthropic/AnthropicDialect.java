package io.spillway.cloud.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.openai.Dialect;
import io.spillway.cloud.provider.translation.Json;
import java.util.List;

/**
 * Anthropic's answers in OpenAI's words.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/streaming">Streaming messages</a>
 * @see <a href="https://docs.claude.com/en/api/handling-stop-reasons">Stop reasons</a>
 */
final class AnthropicDialect implements Dialect {
    /** How many calls the stream has begun; a call's own index counts other blocks too. */
    private int calls;

    /** Whether the call being streamed has had arguments. */
    private boolean argued;

    private long input;

    @Override
    public JsonNode whole(JsonNode answer) {
        ObjectNode body = Json.object();
        if (!answer.path("content").isArray()) {
            return body;
        }
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", reason(answer.path("stop_reason").asText("")))
                .set("message", message(answer.path("content")));
        usage(body, answer.path("usage"));
        return body;
    }

    private static ObjectNode message(JsonNode blocks) {
        ObjectNode message = Json.object().put("role", "assistant").putNull("content");
        for (JsonNode block : blocks) {
            append(message, "content", block.path("text").asText(""));
            append(message, "reasoning_content", block.path("thinking").asText(""));
            if (block.path("type").asText().equals("tool_use")) {
                message.withArray("tool_calls")
                        .add(call(block, block.path("input").toString()));
            }
        }
        return message;
    }

    private static void append(ObjectNode message, String field, String text) {
        if (!text.isEmpty()) {
            message.put(field, (message.hasNonNull(field) ? message.path(field).asText() : "") + text);
        }
    }

    @Override
    public List<JsonNode> chunks(JsonNode event) {
        return switch (event.path("type").asText()) {
            case "message_start" -> {
                input = input(event.path("message").path("usage"));
                yield List.of();
            }
            case "content_block_start" -> start(event.path("content_block"));
            case "content_block_delta" -> delta(event.path("delta"));
            case "content_block_stop" -> stop();
            case "message_delta" -> end(event);
            default -> List.of();
        };
    }

    @Override
    public boolean last(JsonNode event) {
        return event.path("type").asText().equals("message_stop");
    }

    private List<JsonNode> start(JsonNode block) {
        if (!block.path("type").asText().equals("tool_use")) {
            argued = true;
            return block.path("text").asText("").isEmpty() ? List.of() : delta(block);
        }
        boolean whole = !block.path("input").isEmpty();
        argued = whole;
        calls++;
        return toolCall(call(block, whole ? block.path("input").toString() : ""));
    }

    private List<JsonNode> delta(JsonNode delta) {
        ObjectNode said = Json.object();
        if (delta.hasNonNull("text")) {
            return List.of(Json.chunk(said.put("content", delta.path("text").asText())));
        }
        if (delta.hasNonNull("thinking")) {
            return List.of(Json.chunk(
                    said.put("reasoning_content", delta.path("thinking").asText())));
        }
        String arguments = delta.path("partial_json").asText("");
        argued |= !arguments.isEmpty();
        return arguments.isEmpty() ? List.of() : arguments(arguments);
    }

    /** A call without arguments has no deltas, but OpenAI's clients read an object all the same. */
    private List<JsonNode> stop() {
        boolean bare = !argued;
        argued = true;
        return bare ? arguments("{}") : List.of();
    }

    private List<JsonNode> arguments(String text) {
        ObjectNode call = Json.object();
        call.putObject("function").put("arguments", text);
        return toolCall(call);
    }

    private List<JsonNode> toolCall(ObjectNode call) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(call.put("index", calls - 1));
        return List.of(Json.chunk(delta));
    }

    private List<JsonNode> end(JsonNode event) {
        ObjectNode chunk = Json.chunk(Json.object());
        String reason = event.path("delta").path("stop_reason").asText("");
        if (!reason.isEmpty()) {
            ((ObjectNode) chunk.path("choices").path(0)).put("finish_reason", reason(reason));
        }
        usage(chunk, event.path("usage"));
        return List.of(chunk);
    }

    private void usage(ObjectNode into, JsonNode usage) {
        if (usage.path("output_tokens").isNumber()) {
            long said = input(usage);
            into.set(
                    "usage",
                    Json.usage(
                            said == 0 ? input : said,
                            usage.path("output_tokens").asLong()));
        }
    }

    /** What was read from a cache or written to it was part of the prompt too. */
    private static long input(JsonNode usage) {
        return usage.path("input_tokens").asLong(0)
                + usage.path("cache_creation_input_tokens").asLong(0)
                + usage.path("cache_read_input_tokens").asLong(0);
    }

    private static ObjectNode call(JsonNode block, String arguments) {
        return Json.toolCall(block.path("id").asText(), block.path("name").asText(), arguments);
    }

    private static String reason(String theirs) {
        return switch (theirs) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }
}
