package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.translation.Json;

/**
 * How likely each token was, in OpenAI's form.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#LogprobsResult">LogprobsResult</a>
 */
final class GeminiLogprobs {
    private GeminiLogprobs() {}

    static ObjectNode of(JsonNode result) {
        ObjectNode logprobs = Json.object();
        var content = logprobs.putArray("content");
        for (int i = 0; i < result.path("chosenCandidates").size(); i++) {
            ObjectNode token = content.addObject();
            write(result.path("chosenCandidates").path(i), token);
            var others = token.putArray("top_logprobs");
            result.path("topCandidates")
                    .path(i)
                    .path("candidates")
                    .forEach(candidate -> write(candidate, others.addObject()));
        }
        return logprobs;
    }

    private static void write(JsonNode candidate, ObjectNode token) {
        token.put("token", candidate.path("token").asText())
                .put("logprob", candidate.path("logProbability").asDouble());
    }
}
