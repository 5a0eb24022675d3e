package io.spillway.journey.language;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The body of a submission. */
public final class Ask {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode body = JSON.createObjectNode();

    private Ask() {}

    /** A chat with one user message; the prompt is what tells one job from another in every journal. */
    public static Ask chat(String model, String prompt) {
        Ask ask = new Ask();
        ask.body.put("model", model);
        ask.body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return ask;
    }

    /** A job of another type than chat, with these fields. */
    public static Ask of(String type, String model, Map<String, Object> fields) {
        Ask ask = new Ask();
        ask.body.put("type", type).put("model", model).setAll(JSON.<ObjectNode>valueToTree(fields));
        return ask;
    }

    /** With its tokens written as they come. */
    public Ask streamed() {
        body.put("stream", true);
        return this;
    }

    /** 0 to 9, lower is sooner. */
    public Ask priority(int priority) {
        body.put("priority", priority);
        return this;
    }

    public Ask maxTokens(int most) {
        body.put("max_tokens", most);
        return this;
    }

    public Ask metadata(Map<String, String> metadata) {
        body.set("metadata", JSON.valueToTree(metadata));
        return this;
    }

    /** With an endpoint that is told of its end. */
    public Ask webhook(String endpoint) {
        body.putObject("webhook").put("endpoint", endpoint);
        return this;
    }

    /** What the user says. */
    public String prompt() {
        return body.path("messages").path(0).path("content").asText();
    }

    /** The body as it is sent. */
    public String json() {
        return body.toString();
    }
}
