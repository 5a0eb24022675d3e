package io.spillway.cloud.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.ErrorReply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reset times that stand in the body of a refusal. */
public final class BodyHints {
    /** Gemini's daily quotas start afresh at midnight there. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private static final Pattern PHRASE = Pattern.compile("(?:try again|retry|wait)(?:\\s+(?:in|after|for))?\\s+("
            + TimeText.AMOUNT + "(?:\\s{0,2}" + TimeText.AMOUNT + ")*)");

    private static final Pattern REGAINED =
            Pattern.compile("regain access on (\\d{4}-\\d{2}-\\d{2}) at (\\d{2}:\\d{2}) UTC");

    private BodyHints() {}

    /** Whether Gemini says that it is a day's quota that is used up. */
    public static boolean dailyQuota(ErrorReply reply) {
        return details(reply, "QuotaFailure")
                .flatMap(failure -> failure.path("violations").valueStream())
                .anyMatch(violation -> violation.path("quotaId").asText("").contains("PerDay"));
    }

    /** Until Gemini's day is over; its RetryInfo says seconds even then. */
    static Optional<Duration> endOfDay(ErrorReply reply, Instant now) {
        if (!dailyQuota(reply)) {
            return Optional.empty();
        }
        ZonedDateTime here = now.atZone(PACIFIC);
        return Optional.of(Duration.between(here, here.toLocalDate().plusDays(1).atStartOfDay(PACIFIC)));
    }

    /** Google's RetryInfo, {@code "retryDelay": "34.07s"}. */
    static Optional<Duration> retryInfo(ErrorReply reply, Instant now) {
        return details(reply, "RetryInfo")
                .flatMap(info -> TimeText.until(info.path("retryDelay").asText(""), now).stream())
                .findFirst();
    }

    /** OpenRouter repeats the headers of the provider behind it in the body. */
    static Optional<Duration> metadata(ErrorReply reply, Instant now) {
        JsonNode metadata = reply.error().path("metadata");
        JsonNode headers = metadata.path("headers");
        return Stream.of(
                        metadata.path("retry_after_seconds"),
                        headers.path("Retry-After"),
                        headers.path("X-RateLimit-Reset"))
                .flatMap(value -> TimeText.until(value.asText(""), now).stream())
                .findFirst();
    }

    /** Hugging Face, while it loads a model: {@code "estimated_time": 20.0} seconds. */
    static Optional<Duration> estimatedTime(ErrorReply reply, Instant now) {
        JsonNode time = reply.body().path("estimated_time");
        return time.isNumber() ? TimeText.until(time.decimalValue().toPlainString(), now) : Optional.empty();
    }

    /** Anthropic, of limits that an organisation has set itself: "regain access on 2026-12-01 at 00:00 UTC". */
    static Optional<Duration> regainedAccess(ErrorReply reply, Instant now) {
        Matcher said = REGAINED.matcher(reply.message());
        return said.find() ? TimeText.until(said.group(1) + "T" + said.group(2) + ":00Z", now) : Optional.empty();
    }

    /** "Please try again in 7m12s", "Please retry after 20 seconds". */
    static Optional<Duration> phrase(ErrorReply reply, Instant now) {
        String words = reply.body().isMissingNode() ? reply.text() : reply.message();
        Matcher phrase = PHRASE.matcher(words.toLowerCase(Locale.ROOT));
        return phrase.find() ? TimeText.until(phrase.group(1), now) : Optional.empty();
    }

    private static Stream<JsonNode> details(ErrorReply reply, String type) {
        return reply.error()
                .path("details")
                .valueStream()
                .filter(detail -> detail.path("@type").asText("").endsWith("google.rpc." + type));
    }
}
