package io.spillway.testing.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that reached the provider.
 *
 * @param number 1 for the first request since the start
 * @param headers by lower-case name
 */
public record Received(int number, String method, String path, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MODEL = Pattern.compile("/models/([^:/]+):");

    /** The body as JSON; missing where it is none. */
    public JsonNode json() {
        return json(body);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The model asked for, empty if none. */
    public String model() {
        Matcher inPath = MODEL.matcher(path);
        return inPath.find() ? inPath.group(1) : json().path("model").asText("");
    }

    /** Whether the tokens are to be streamed; Gemini says it in the path. */
    public boolean streams() {
        return path.contains(":streamGenerateContent") || json().path("stream").asBoolean(false);
    }

    /** The text of the last message, empty if there is none. */
    public String prompt() {
        JsonNode turns = json().path(json().has("contents") ? "contents" : "messages");
        JsonNode last = turns.path(turns.size() - 1);
        JsonNode said = last.path(last.has("parts") ? "parts" : "content");
        return said.isTextual() ? said.asText() : said.path(0).path("text").asText("");
    }
}
