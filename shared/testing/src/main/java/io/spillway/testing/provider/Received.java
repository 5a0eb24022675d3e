package io.spillway.testing.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * A request that reached the provider.
 *
 * @param number 1 for the first request since the start
 * @param headers by lower-case name
 */
public record Received(int number, String method, String path, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The body as JSON; missing where it is none. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The model asked for, empty if none. */
    public String model() {
        return json().path("model").asText("");
    }

    /** Whether the tokens are to be streamed. */
    public boolean streams() {
        return json().path("stream").asBoolean(false);
    }

    /** The text of the last message, empty if there is none. */
    public String prompt() {
        JsonNode messages = json().path("messages");
        return messages.path(messages.size() - 1).path("content").asText("");
    }
}
