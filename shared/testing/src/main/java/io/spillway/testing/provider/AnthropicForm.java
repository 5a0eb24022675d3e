package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Answers in the form of Anthropic's messages.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/streaming">Streaming messages</a>
 */
final class AnthropicForm implements Form {
    @Override
    public String whole(Received request, Answer answer) {
        ObjectNode body = head(request);
        var content = body.putArray("content");
        if (answer.message().path("content").isTextual()) {
            content.addObject().put("type", "text").set("text", answer.message().path("content"));
        }
        for (JsonNode call : answer.message().path("tool_calls")) {
            toolUse(call, content.addObject())
                    .set("input", Received.json(call.at("/function/arguments").asText()));
        }
        body.put("stop_reason", reason(answer.finishReason()));
        answer.tokens().ifPresent(tokens -> usage(body, request, tokens));
        return body.toString();
    }

    @Override
    public String preface(Received request, Answer answer) {
        ObjectNode message = head(request);
        message.putArray("content");
        answer.tokens().ifPresent(_ -> usage(message, request, 1));
        ObjectNode start = Form.object().put("type", "message_start");
        start.set("message", message);
        ObjectNode block = Form.object().put("type", "content_block_start").put("index", 0);
        block.putObject("content_block").put("type", "text").put("text", "");
        return event(start) + event(block) + event(Form.object().put("type", "ping"));
    }

    @Override
    public String delta(Received request, ObjectNode part) {
        StringBuilder events = new StringBuilder();
        if (part.path("content").isTextual()) {
            ObjectNode event = Form.object().put("type", "content_block_delta").put("index", 0);
            event.putObject("delta").put("type", "text_delta").set("text", part.path("content"));
            events.append(event(event));
        }
        int index = 0;
        for (JsonNode call : part.path("tool_calls")) {
            events.append(stop(index++));
            ObjectNode start = Form.object().put("type", "content_block_start").put("index", index);
            toolUse(call, start.putObject("content_block")).putObject("input");
            events.append(event(start)).append(arguments(call, index));
        }
        return events.toString();
    }

    /** The arguments in two halves, as a model writes them; none at all where they are empty. */
    private static String arguments(JsonNode call, int index) {
        String text = call.at("/function/arguments").asText();
        int middle = text.length() / 2;
        return text.equals("{}") ? "" : half(index, text.substring(0, middle)) + half(index, text.substring(middle));
    }

    private static String half(int index, String text) {
        ObjectNode event = Form.object().put("type", "content_block_delta").put("index", index);
        event.putObject("delta").put("type", "input_json_delta").put("partial_json", text);
        return event(event);
    }

    @Override
    public String end(Received request, Answer answer) {
        ObjectNode end = Form.object().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", reason(answer.finishReason()));
        answer.tokens().ifPresent(tokens -> end.putObject("usage").put("output_tokens", tokens));
        return stop(answer.message().path("tool_calls").size())
                + event(end)
                + event(Form.object().put("type", "message_stop"));
    }

    @Override
    public String streamType() {
        return "text/event-stream";
    }

    private static ObjectNode head(Received request) {
        return Form.object()
                .put("id", "msg_" + request.number())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", request.model());
    }

    private static ObjectNode toolUse(JsonNode call, ObjectNode block) {
        return block.put("type", "tool_use")
                .put("id", call.path("id").asText())
                .put("name", call.at("/function/name").asText());
    }

    private static void usage(ObjectNode body, Received request, int tokens) {
        body.putObject("usage").put("input_tokens", Form.input(request)).put("output_tokens", tokens);
    }

    private static String reason(String finishReason) {
        return switch (finishReason) {
            case "length" -> "max_tokens";
            case "tool_calls" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> "end_turn";
        };
    }

    private static String stop(int index) {
        return event(Form.object().put("type", "content_block_stop").put("index", index));
    }

    private static String event(ObjectNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + data + "\n\n";
    }
}
