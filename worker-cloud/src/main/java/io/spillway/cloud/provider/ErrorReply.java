package io.spillway.cloud.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A provider's no. Bodies come as {@code {"error": {…}}}, {@code [{"error": {…}}]} (Gemini), {@code {"error": "…"}}
 * (Ollama, Hugging Face), {@code {"message": …}} (Mistral), {@code {"detail": …}} (FastAPI), or as no JSON at all.
 *
 * @param body missing if it is not JSON
 * @param text the body as text, at most its first 4,000 characters
 */
public record ErrorReply(int status, HttpHeaders headers, JsonNode body, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT = 4_000;
    private static final Pattern OVERLOADED = Pattern.compile("overloaded|unavailable");
    private static final Pattern RATE = Pattern.compile("rate_?limit|insufficient_quota|resource_exhausted|too_?many");
    /** <a href="https://docs.claude.com/en/api/errors">Anthropic's words</a>, which stand for statuses. */
    private static final Map<String, Integer> NAMED = Map.of(
            "authentication_error", 401,
            "billing_error", 402,
            "permission_error", 403,
            "not_found_error", 404,
            "request_too_large", 413);

    private static final Pattern INVALID = Pattern.compile("invalid_?request|bad_?request|invalid_argument");

    /** The reply with this body. */
    public static ErrorReply of(int status, HttpHeaders headers, byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * TEXT), StandardCharsets.UTF_8);
        JsonNode json = read(body);
        return new ErrorReply(
                status,
                headers,
                json.isArray() ? json.path(0) : json,
                text.substring(0, Math.min(text.length(), TEXT)));
    }

    /** The error inside an answer whose status said yes; its status is what the error says of itself, else 502. */
    public static ErrorReply inside(HttpHeaders headers, JsonNode answer) {
        ErrorReply unknown = new ErrorReply(502, headers, answer, "");
        return new ErrorReply(unknown.ownStatus(), headers, answer, "");
    }

    /** The word for programs, empty if there is none. */
    public String code() {
        return error().path("code").asText("");
    }

    /** The kind of error, empty if there is none. */
    public String type() {
        return error().path("type").asText(error().path("status").asText(""));
    }

    /** The line for people, empty if there is none. */
    public String message() {
        JsonNode error = error();
        if (error.isTextual()) {
            return error.asText();
        }
        return sentence(error.has("message") ? error.path("message") : error.path("detail"));
    }

    /** This reply with its line for people changed by {@code mask}. */
    public ErrorReply masked(UnaryOperator<String> mask) {
        if (!(body instanceof ObjectNode object)) {
            return new ErrorReply(status, headers, body, mask.apply(text));
        }
        ObjectNode copy = object.deepCopy();
        if (copy.path("error").isTextual()) {
            copy.put("error", mask.apply(message()));
        } else {
            ObjectNode error = copy.path("error") instanceof ObjectNode inner ? inner : copy;
            error.put("message", mask.apply(message()));
        }
        return new ErrorReply(status, headers, copy, "");
    }

    /** Everything said in words, in lower case, to look for wordings in. */
    public String words() {
        String said = code() + ' ' + type() + ' ' + error().path("param").asText("") + ' ' + message();
        return (body.isMissingNode() ? text : said).toLowerCase(Locale.ROOT);
    }

    /** The object that describes the error, wherever it is. */
    public JsonNode error() {
        JsonNode error = body.path("error");
        return error.isObject() || error.isTextual() ? error : body;
    }

    /** Validation errors of FastAPI and Mistral are lists, each with its kind and what it is about, and the input. */
    private static String sentence(JsonNode message) {
        if (message.isValueNode()) {
            return message.asText("");
        }
        if (message.has("detail")) {
            return sentence(message.path("detail"));
        }
        return message.valueStream()
                .map(one -> one.isObject()
                        ? (one.path("type").asText("")
                                        + ' '
                                        + one.path("msg").asText("")
                                        + ' '
                                        + one.path("loc").toString())
                                .strip()
                        : one.asText(""))
                .collect(Collectors.joining("; "));
    }

    private int ownStatus() {
        int code = error().path("code").asInt(error().path("status").asInt(0));
        if (code >= 400 && code < 600) {
            return code;
        }
        String word = (code() + ' ' + type()).toLowerCase(Locale.ROOT);
        if (RATE.matcher(word).find()) {
            return 429;
        }
        if (OVERLOADED.matcher(word).find()) {
            return 503;
        }
        return NAMED.entrySet().stream()
                .filter(named -> word.contains(named.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> INVALID.matcher(word).find() ? 400 : status);
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
