package io.spillway.cloud.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import java.util.List;

/**
 * How the answer is to be made.
 *
 * @see <a href="https://docs.ollama.com/modelfile#valid-parameters-and-values">Parameters</a>
 */
final class OllamaOptions {
    private static final List<String> SAME =
            List.of("temperature", "top_p", "top_k", "seed", "presence_penalty", "frequency_penalty");

    private OllamaOptions() {}

    /** {@code options} of the request itself, which a target's defaults may hold, and OpenAI's fields over them. */
    static ObjectNode of(Fields fields) throws CallEnded {
        ObjectNode options = Json.object();
        if (fields.take("options").orElse(Json.object()) instanceof ObjectNode own) {
            options.setAll(own);
        }
        SAME.forEach(name -> fields.copy(name, options, name));
        fields.copy("max_tokens", options, "num_predict");
        fields.copy("max_completion_tokens", options, "num_predict");
        fields.take("stop").ifPresent(stop -> options.set("stop", list(stop)));
        fields.onlyIf("n", Fields::one);
        fields.onlyIf("logit_bias", Fields::empty);
        fields.onlyIf("modalities", Fields::textOnly);
        return options;
    }

    private static ArrayNode list(JsonNode stop) {
        return stop instanceof ArrayNode list
                ? list
                : Json.object().putArray("stop").add(stop);
    }
}
