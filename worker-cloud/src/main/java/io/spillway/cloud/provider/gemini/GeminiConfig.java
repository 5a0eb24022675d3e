package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import java.util.Map;
import java.util.Optional;

/**
 * How the answer is to be made.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#v1beta.GenerationConfig">GenerationConfig</a>
 */
final class GeminiConfig {
    private static final Map<String, String> NAMES = Map.of(
            "temperature", "temperature",
            "top_p", "topP",
            "top_k", "topK",
            "seed", "seed",
            "n", "candidateCount",
            "presence_penalty", "presencePenalty",
            "frequency_penalty", "frequencyPenalty",
            "logprobs", "responseLogprobs",
            "top_logprobs", "logprobs");

    /** As Gemini's own compatible endpoint reads it: <a href="https://ai.google.dev/gemini-api/docs/openai">there</a>. */
    private static final Map<String, Integer> THOUGHTS =
            Map.of("none", 0, "minimal", 1024, "low", 1024, "medium", 8192, "high", 24576);

    private GeminiConfig() {}

    static ObjectNode of(Fields fields) throws CallEnded {
        ObjectNode config = Json.object();
        NAMES.forEach((ours, theirs) -> fields.copy(ours, config, theirs));
        fields.copy("max_tokens", config, "maxOutputTokens");
        fields.copy("max_completion_tokens", config, "maxOutputTokens");
        fields.copy("thinkingConfig", config, "thinkingConfig");
        stop(fields, config);
        format(fields, config);
        thoughts(fields, config);
        fields.onlyIf("logit_bias", Fields::empty);
        fields.onlyIf("modalities", Fields::textOnly);
        return config;
    }

    private static void stop(Fields fields, ObjectNode config) {
        fields.take("stop").filter(stop -> !stop.isEmpty() || stop.isTextual()).ifPresent(stop -> {
            if (stop instanceof ArrayNode list) {
                config.set("stopSequences", list);
            } else {
                config.putArray("stopSequences").add(stop);
            }
        });
    }

    private static void format(Fields fields, ObjectNode config) throws CallEnded {
        Optional<JsonNode> format = fields.take("response_format");
        switch (format.map(value -> value.path("type").asText()).orElse("text")) {
            case "text" -> {}
            case "json_object" -> config.put("responseMimeType", "application/json");
            case "json_schema" ->
                config.put("responseMimeType", "application/json")
                        .set(
                                "responseJsonSchema",
                                format.orElseThrow().path("json_schema").path("schema"));
            default -> throw fields.refused("this 'response_format'");
        }
    }

    private static void thoughts(Fields fields, ObjectNode config) throws CallEnded {
        Optional<String> effort = fields.take("reasoning_effort").map(JsonNode::asText);
        if (effort.isEmpty()) {
            return;
        }
        Integer budget = THOUGHTS.get(effort.get());
        if (budget == null) {
            throw fields.refused("this 'reasoning_effort'");
        }
        config.putObject("thinkingConfig").put("thinkingBudget", budget);
    }
}
