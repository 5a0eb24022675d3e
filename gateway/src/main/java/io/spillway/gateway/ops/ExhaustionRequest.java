package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A target, or one of its keys, to be taken out of service.
 *
 * @param key which; all of them if none is named
 * @param time from now, more than nothing
 */
record ExhaustionRequest(OptionalInt key, ExhaustionKind kind, Duration time, String why) {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_WHY = 500;

    static ExhaustionRequest read(InputStream body, int keys, Instant now) throws Refusal {
        JsonNode request = RequestBytes.object(body, shape(keys));
        return new ExhaustionRequest(
                request.hasNonNull("key") ? OptionalInt.of(request.get("key").intValue()) : OptionalInt.empty(),
                ExhaustionKind.valueOf(
                        request.hasNonNull("kind")
                                ? request.get("kind").textValue().toUpperCase(Locale.ROOT)
                                : ExhaustionKind.OPERATOR.name()),
                time(request, now),
                request.hasNonNull("why") ? request.get("why").textValue() : "");
    }

    private static Duration time(JsonNode request, Instant now) {
        if (request.hasNonNull("for") == request.hasNonNull("until")) {
            throw wrong("for", "or until is needed, and only one of them");
        }
        if (request.hasNonNull("for")) {
            return Duration.parse(request.get("for").textValue());
        }
        Duration time =
                Duration.between(now, Instant.ofEpochSecond(request.get("until").longValue()));
        if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
            throw wrong("until", "should be epoch seconds in the future, at most 366 days from now");
        }
        return time;
    }

    private static Shape shape(int keys) {
        return new Shape()
                .optional("key", Rule.integer(0, keys - 1))
                .optional(
                        "kind",
                        Rule.oneOf(Arrays.stream(ExhaustionKind.values())
                                .map(ExhaustionKind::word)
                                .toArray(String[]::new)))
                .optional("for", Rule.duration(LONGEST))
                .optional("until", Rule.integer(0, 100_000_000_000L))
                .optional("why", Rule.text(LONGEST_WHY));
    }

    private static Refusal wrong(String field, String message) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError(field, message)));
    }
}
