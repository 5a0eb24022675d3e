package io.spillway.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.refusal.BodyLimit;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Complaints;
import io.spillway.gateway.submission.Place;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.StrictJson;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.submission.SubmissionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request brings, read and checked. */
public final class RequestBytes {
    private static final int LONGEST_KEY = 255;

    private RequestBytes() {}

    /** The object in {@code body}, if {@code shape} has nothing to complain about. */
    public static JsonNode object(InputStream body, Rule shape) throws Refusal {
        return switch (StrictJson.parse(bytes(body))) {
            case StrictJson.Parsed.Malformed(String field, String message) ->
                throw Refusal.of(Problem.Kind.MALFORMED, List.of(new Problem.FieldError(field, message)));
            case StrictJson.Parsed.Value(JsonNode node) -> shaped(node, shape);
        };
    }

    private static JsonNode shaped(JsonNode node, Rule shape) {
        if (!node.isObject()) {
            throw Refusal.of(
                    Problem.Kind.MALFORMED, List.of(new Problem.FieldError("body", "should be a JSON object")));
        }
        Complaints complaints = new Complaints();
        shape.check(new Place("", complaints), node);
        if (!complaints.isEmpty()) {
            throw Refusal.of(Problem.Kind.INVALID, complaints.errors());
        }
        return node;
    }

    static Submission submission(InputStream body) throws Refusal {
        return accepted(SubmissionReader.read(bytes(body)));
    }

    /** The object in {@code body}, whatever its fields. */
    public static ObjectNode object(InputStream body) throws Refusal {
        return (ObjectNode) object(body, Rule.anything());
    }

    /** The submission that was read, if nothing is wrong with it. */
    public static Submission accepted(SubmissionReader.Read read) throws Refusal {
        return switch (read) {
            case SubmissionReader.Read.Good(Submission submission) -> submission;
            case SubmissionReader.Read.Malformed(Problem.FieldError error) ->
                throw Refusal.of(Problem.Kind.MALFORMED, List.of(error));
            case SubmissionReader.Read.Invalid(List<Problem.FieldError> errors) ->
                throw Refusal.of(Problem.Kind.INVALID, errors);
        };
    }

    /** The key that {@code header} holds, of 1 to 255 characters. */
    public static Optional<String> idempotencyKey(@Nullable String header) throws Refusal {
        if (header == null) {
            return Optional.empty();
        }
        if (header.isBlank() || header.length() > LONGEST_KEY) {
            throw Refusal.of(
                    Problem.Kind.MALFORMED,
                    List.of(new Problem.FieldError(
                            "Idempotency-Key", "should have 1 to " + LONGEST_KEY + " characters")));
        }
        return Optional.of(header);
    }

    private static byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(BodyLimit.BYTES + 1);
            if (bytes.length > BodyLimit.BYTES) {
                throw BodyLimit.refusal();
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.of(Problem.Kind.MALFORMED, "The body did not come as announced.");
        }
    }
}
