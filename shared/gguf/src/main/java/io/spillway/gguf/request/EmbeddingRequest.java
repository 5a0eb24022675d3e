package io.spillway.gguf.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.outcome.Outcome;
import java.util.List;

/** Texts that are to become vectors. */
public record EmbeddingRequest(List<String> texts) {
    /** What became of reading a request. */
    public sealed interface Reading {
        /** An engine can answer it. */
        record Readable(EmbeddingRequest request) implements Reading {}

        /** It ends here. */
        record Unfit(Outcome outcome) implements Reading {}
    }

    public EmbeddingRequest {
        texts = List.copyOf(texts);
    }

    /** Reads {@code request}, the body of OpenAI's call for embeddings. */
    public static Reading read(ObjectNode request) {
        JsonNode input = request.path("input");
        List<JsonNode> texts = input.isArray() ? input.valueStream().toList() : List.of(input);
        if (texts.stream().anyMatch(JsonNode::isNumber) || texts.stream().anyMatch(JsonNode::isArray)) {
            return refused("tokens as 'input'");
        }
        if (texts.isEmpty() || !texts.stream().allMatch(JsonNode::isTextual)) {
            return new Reading.Unfit(new Outcome.Rejected("input should be a text or a list of texts"));
        }
        if (texts.stream().anyMatch(text -> text.asText().isEmpty())) {
            return new Reading.Unfit(new Outcome.Rejected("input should not hold an empty text"));
        }
        if (request.hasNonNull("dimensions")) {
            return refused("dimensions");
        }
        if (!request.path("encoding_format").asText("float").equals("float")) {
            return refused("encoding_format");
        }
        return new Reading.Readable(
                new EmbeddingRequest(texts.stream().map(JsonNode::asText).toList()));
    }

    private static Reading refused(String what) {
        return new Reading.Unfit(new Outcome.Refused(what + " is not supported by gguf models"));
    }
}
