package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.TokenEstimate;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;

/**
 * What an answer with embeddings comes to, in OpenAI's form.
 *
 * @param request what was asked for, in OpenAI's fields
 */
public record EmbeddingAnswer(ObjectNode request) {
    /** A vector for each text; anything else is no answer. */
    public Outcome outcome(JsonNode body) {
        Usage usage = JsonAnswer.usage(body).orElseGet(this::estimate);
        if (!(body.path("data") instanceof ArrayNode data)) {
            return new Outcome.Transient("an answer without embeddings");
        }
        if (data.isEmpty() || data.valueStream().allMatch(one -> nothing(one.path("embedding")))) {
            return new Outcome.Empty(usage);
        }
        if (data.size() != wanted()) {
            return new Outcome.Transient(data.size() + " embeddings for " + wanted() + " texts");
        }
        return data.valueStream().allMatch(one -> vector(one.path("embedding")))
                ? new Outcome.Completed(Output.embeddings(data), usage)
                : new Outcome.Transient("an embedding that is neither a list of numbers nor base 64");
    }

    private int wanted() {
        JsonNode input = request.path("input");
        return input.isArray() && !input.path(0).isNumber() ? input.size() : 1;
    }

    /** A number in a list is a token already. */
    private Usage estimate() {
        long tokens = tokens(request.path("input"));
        return tokens > 0
                ? new Usage(tokens, 0, true)
                : TokenEstimate.of(request.path("input"), MissingNode.getInstance());
    }

    private static long tokens(JsonNode input) {
        return input.isNumber()
                ? 1
                : input.valueStream().mapToLong(EmbeddingAnswer::tokens).sum();
    }

    private static boolean nothing(JsonNode vector) {
        return vector.isTextual() ? vector.asText().isBlank() : vector.isArray() && vector.isEmpty();
    }

    private static boolean vector(JsonNode vector) {
        return !nothing(vector)
                && (vector.isTextual()
                        || vector.isArray() && vector.valueStream().allMatch(JsonNode::isNumber));
    }
}
