package io.spillway.gateway.openai.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.submission.Complaints;
import io.spillway.gateway.submission.Place;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import io.spillway.gateway.submission.StrictJson;
import java.util.Optional;

/**
 * What a line of a batch asks for.
 *
 * @param name its client's, unique in the batch
 * @see <a href="https://platform.openai.com/docs/api-reference/batch/request-input">The request input object</a>
 */
record Request(int line, String name, ObjectNode body) {
    /** The longest line, in bytes: a call's body may have as many. */
    static final int LONGEST = 10 * 1024 * 1024;

    private static final int LONGEST_NAME = 512;

    /** What reading a line gave. */
    sealed interface Read {
        record Good(Request request) implements Read {}

        record Bad(Batch.Mistake mistake) implements Read {}
    }

    /** Reads a line of a batch for {@code endpoint}. */
    static Read read(Line line, String endpoint) {
        if (line.tooLong()) {
            return bad(line, "line_too_long", "The line is longer than 10 MiB.", Optional.empty());
        }
        return switch (StrictJson.parse(line.text())) {
            case StrictJson.Parsed.Malformed(String field, String message) ->
                bad(line, "invalid_json_line", "This line is no JSON: " + field + " " + message, Optional.empty());
            case StrictJson.Parsed.Value(JsonNode node) -> read(line, node, endpoint);
        };
    }

    private static Read read(Line line, JsonNode node, String endpoint) {
        Complaints complaints = new Complaints();
        shape(endpoint).check(new Place("", complaints), node);
        if (!complaints.isEmpty()) {
            Problem.FieldError first = complaints.errors().getFirst();
            return bad(line, "invalid_line", first.field() + " " + first.message(), Optional.of(first.field()));
        }
        return new Read.Good(
                new Request(line.number(), node.path("custom_id").textValue(), (ObjectNode) node.path("body")));
    }

    private static Shape shape(String endpoint) {
        return new Shape()
                .required("custom_id", Rule.text(LONGEST_NAME))
                .required("method", Rule.oneOf("POST"))
                .required("url", Rule.oneOf(endpoint))
                .required("body", Rule.object());
    }

    private static Read bad(Line line, String code, String message, Optional<String> param) {
        return new Read.Bad(new Batch.Mistake(code, message, param, line.number()));
    }
}
