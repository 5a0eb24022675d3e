package io.spillway.contract.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a model answered, as the API shows it. Of a chat job: {@code {"text", "message": OpenAI's message,
 * "finish_reason": "stop" | "length" | "tool_calls" | "content_filter"}}.
 */
public record Output(@JsonValue ObjectNode body) {
    @JsonCreator
    public Output {}

    /** A chat answer of plain text. */
    public static Output chat(String text, String finishReason) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("role", "assistant").put("content", text);
        return chat(message, finishReason);
    }

    /** A chat answer from OpenAI's {@code message} object. */
    public static Output chat(ObjectNode message, String finishReason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", message.path("content").asText(""));
        body.set("message", message);
        body.put("finish_reason", finishReason);
        return new Output(body);
    }

    /** The text of a chat answer; empty where there is none. */
    public String text() {
        return body.path("text").asText("");
    }

    /** Whether a chat answer carries neither text nor a tool call: a failure, not an answer. */
    public boolean isBlank() {
        return text().isBlank() && body.path("message").path("tool_calls").isEmpty();
    }
}
