package io.spillway.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Job;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.OpenCall;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an OpenAI call say about its job.
 *
 * @param priority 0 (soonest) to 9
 * @param timeout how long a plain call is held, 1 s to 600 s
 * @param detach whether the job goes on when its client hangs up
 * @param key makes a repeated call the same job
 */
public record CallOptions(
        int priority,
        Optional<Duration> startBy,
        boolean fallback,
        Duration timeout,
        boolean detach,
        Optional<String> key) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);
    private static final int LONGEST_TIMEOUT_S = 600;
    private static final int LOWEST_PRIORITY = 9;

    /**
     * Reads the headers.
     *
     * @param tier the body's {@code service_tier}, which gives the priority where no header does
     */
    public static CallOptions read(HttpHeaders headers, JsonNode tier) throws Refusal {
        return new CallOptions(
                priority(headers.getHeaderString("x-spillway-priority"), tier),
                Optional.ofNullable(headers.getHeaderString("x-spillway-start-by"))
                        .map(CallOptions::startBy),
                flag(headers, "x-spillway-fallback", true),
                timeout(headers.getHeaderString("x-spillway-timeout")),
                flag(headers, "x-spillway-detach", false),
                RequestBytes.idempotencyKey(headers.getHeaderString("Idempotency-Key")));
    }

    /** What of it the job itself has to know. */
    public OpenCall.Options job() {
        return new OpenCall.Options(priority, startBy, fallback, Optional.empty());
    }

    /** The same for a job that nobody waits for. */
    public CallOptions detached() {
        return new CallOptions(priority, startBy, fallback, timeout, true, key);
    }

    /** Whether the job dies with its client's connection: somebody who can ask for it again may come back. */
    public boolean endsWithItsClient() {
        return !detach && key.isEmpty();
    }

    private static int priority(@Nullable String header, JsonNode tier) {
        int ofTier = ofTier(tier);
        return header == null ? ofTier : number("x-spillway-priority", header, 0, LOWEST_PRIORITY);
    }

    private static int ofTier(JsonNode tier) {
        if (tier.isMissingNode() || tier.isNull()) {
            return Job.DEFAULT_PRIORITY;
        }
        return switch (tier.asText()) {
            case "flex" -> 7;
            case "auto", "default", "scale" -> Job.DEFAULT_PRIORITY;
            case "priority" -> 3;
            default -> throw wrong("service_tier", "should be one of auto, default, flex, scale, priority");
        };
    }

    private static Duration timeout(@Nullable String header) {
        return header == null
                ? DEFAULT_TIMEOUT
                : Duration.ofSeconds(number("x-spillway-timeout", header, 1, LONGEST_TIMEOUT_S));
    }

    private static int number(String header, String text, int least, int most) {
        if (text.strip().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw wrong(header, "should be a whole number from " + least + " to " + most);
    }

    private static Duration startBy(String text) {
        try {
            Duration duration = Duration.parse(text.strip());
            if (duration.toMillis() > 0 && duration.compareTo(Deadlines.LONGEST_END_BY) <= 0) {
                return duration;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Said below, in the same words as one out of range.
        }
        throw wrong(
                "x-spillway-start-by",
                "should be an ISO 8601 duration such as PT10M, longer than PT0S and at most "
                        + Deadlines.LONGEST_END_BY);
    }

    private static boolean flag(HttpHeaders headers, String name, boolean usual) {
        String text = headers.getHeaderString(name);
        if (text == null) {
            return usual;
        }
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "should be true or false");
        };
    }

    private static Refusal wrong(String field, String message) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError(field, message)));
    }
}
