package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.ErrorReply;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.outcome.Usage;
import java.util.List;
import java.util.Optional;

/** Reads an answer that is one JSON object, unless it is an error in disguise. */
public record JsonAnswer(OpenAiFailures failures) {
    /** The object that was answered. */
    public JsonNode read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException {
        JsonNode body = WholeAnswer.json(incoming.whole(), head);
        JsonNode error = body.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            throw new CallEnded(failures.outcome(ErrorReply.inside(head.headers(), body)));
        }
        return body;
    }

    /** The tokens that the provider counted, under the names of chat or of images, if it did. */
    static Optional<Usage> usage(JsonNode body) {
        JsonNode usage = body.path("usage");
        JsonNode input = first(usage, "prompt_tokens", "input_tokens");
        JsonNode output = first(usage, "completion_tokens", "output_tokens");
        return input.isNumber() || output.isNumber()
                ? Optional.of(new Usage(input.asLong(0), output.asLong(0), false))
                : Optional.empty();
    }

    private static JsonNode first(JsonNode usage, String one, String other) {
        return List.of(usage.path(one), usage.path(other)).stream()
                .filter(JsonNode::isNumber)
                .findFirst()
                .orElse(usage.path(one));
    }
}
