package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Answers in the form of Gemini's generateContent.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">Generating content</a>
 */
final class GeminiForm implements Form {
    @Override
    public String whole(Received request, Answer answer) {
        ObjectNode body = body(request, answer.message());
        finish(body, request, answer);
        return body.toString();
    }

    @Override
    public String preface(Received request, Answer answer) {
        return "";
    }

    @Override
    public String delta(Received request, ObjectNode part) {
        return event(body(request, part));
    }

    @Override
    public String end(Received request, Answer answer) {
        ObjectNode body = body(request, Form.content(""));
        finish(body, request, answer);
        return event(body);
    }

    @Override
    public String streamType() {
        return "text/event-stream";
    }

    private static ObjectNode body(Received request, ObjectNode message) {
        ObjectNode body = Form.object().put("modelVersion", request.model());
        ObjectNode candidate = body.putArray("candidates").addObject().put("index", 0);
        var parts = candidate.putObject("content").put("role", "model").putArray("parts");
        if (message.path("content").isTextual()) {
            parts.addObject().set("text", message.path("content"));
        }
        for (JsonNode call : message.path("tool_calls")) {
            parts.addObject()
                    .putObject("functionCall")
                    .put("name", call.at("/function/name").asText())
                    .set("args", Received.json(call.at("/function/arguments").asText()));
        }
        return body;
    }

    private static void finish(ObjectNode body, Received request, Answer answer) {
        ((ObjectNode) body.path("candidates").path(0)).put("finishReason", reason(answer.finishReason()));
        answer.tokens()
                .ifPresent(tokens -> body.putObject("usageMetadata")
                        .put("promptTokenCount", Form.input(request))
                        .put("candidatesTokenCount", tokens));
    }

    private static String reason(String finishReason) {
        return switch (finishReason) {
            case "length" -> "MAX_TOKENS";
            case "content_filter" -> "SAFETY";
            default -> "STOP";
        };
    }

    private static String event(ObjectNode data) {
        return "data: " + data + "\r\n\r\n";
    }
}
