package io.spillway.gateway.api;

import io.spillway.gateway.refusal.BodyLimit;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.submission.SubmissionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request brings, read and checked. */
final class RequestBytes {
    private static final int LONGEST_KEY = 255;

    private RequestBytes() {}

    static Submission submission(InputStream body) throws Refusal {
        return switch (SubmissionReader.read(bytes(body))) {
            case SubmissionReader.Read.Good(Submission submission) -> submission;
            case SubmissionReader.Read.Malformed(Problem.FieldError error) ->
                throw Refusal.of(Problem.Kind.MALFORMED, List.of(error));
            case SubmissionReader.Read.Invalid(List<Problem.FieldError> errors) ->
                throw Refusal.of(Problem.Kind.INVALID, errors);
        };
    }

    static Optional<String> idempotencyKey(@Nullable String header) throws Refusal {
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
