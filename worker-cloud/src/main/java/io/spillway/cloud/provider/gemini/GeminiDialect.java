package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.openai.Dialect;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.ToolCalls;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gemini's answers in OpenAI's words: an event of a stream has the same form as a whole answer, and holds what is new.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse">GenerateContentResponse</a>
 */
final class GeminiDialect implements Dialect {
    /** How many calls each candidate has made so far. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    /** Candidates that have called a tool: Gemini ends these with STOP too. */
    private final Set<Integer> callers = new HashSet<>();

    @Override
    public JsonNode whole(JsonNode answer) {
        return ToolCalls.plain(translated(answer, "message"));
    }

    @Override
    public List<JsonNode> chunks(JsonNode event) {
        return List.of(translated(event, "delta"));
    }

    private ObjectNode translated(JsonNode answer, String place) {
        ObjectNode body = Json.object();
        for (JsonNode candidate : answer.path("candidates")) {
            int index = candidate.path("index").asInt(0);
            ObjectNode choice = body.withArray("choices").addObject().put("index", index);
            choice.set(place, message(candidate, index));
            reason(candidate, index, choice);
            if (candidate.path("logprobsResult").isObject()) {
                choice.set("logprobs", GeminiLogprobs.of(candidate.path("logprobsResult")));
            }
        }
        if (answer.path("promptFeedback").hasNonNull("blockReason") && !body.has("choices")) {
            ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
            choice.put("finish_reason", "content_filter").putObject(place).put("role", "assistant");
        }
        usage(answer.path("usageMetadata"), body);
        return body;
    }

    private ObjectNode message(JsonNode candidate, int index) {
        ObjectNode message = Json.object().put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode part : candidate.path("content").path("parts")) {
            boolean thought = part.path("thought").asBoolean(false);
            (thought ? thoughts : text).append(part.path("text").asText(""));
            if (part.path("functionCall").isObject()) {
                message.withArray("tool_calls").add(call(part, index));
            }
        }
        if (!text.isEmpty()) {
            message.put("content", text.toString());
        }
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        return message;
    }

    private ObjectNode call(JsonNode part, int index) {
        callers.add(index);
        int number = calls.merge(index, 1, Integer::sum) - 1;
        JsonNode said = part.path("functionCall");
        String id = said.path("id").asText("call_" + index + "_" + number);
        String arguments = said.path("args").isObject() ? said.path("args").toString() : "{}";
        ObjectNode call =
                Json.toolCall(id, said.path("name").asText(), arguments).put("index", number);
        if (part.path("thoughtSignature").isTextual()) {
            call.putObject("extra_content").putObject("google").set("thought_signature", part.path("thoughtSignature"));
        }
        return call;
    }

    private void reason(JsonNode candidate, int index, ObjectNode choice) {
        String theirs = candidate.path("finishReason").asText("");
        if (!theirs.isEmpty()) {
            choice.put(
                    "finish_reason",
                    switch (theirs) {
                        case "STOP" -> callers.contains(index) ? "tool_calls" : "stop";
                        case "MAX_TOKENS" -> "length";
                        case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER" -> "error";
                        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
                            "content_filter";
                        default -> "stop";
                    });
        }
    }

    /** Thoughts are billed as output, and are not among the candidates' tokens. */
    private static void usage(JsonNode usage, ObjectNode body) {
        if (usage.path("promptTokenCount").isNumber()) {
            long input = usage.path("promptTokenCount").asLong()
                    + usage.path("toolUsePromptTokenCount").asLong(0);
            long output = usage.path("candidatesTokenCount").asLong(0)
                    + usage.path("thoughtsTokenCount").asLong(0);
            body.set("usage", Json.usage(input, output));
        }
    }
}
