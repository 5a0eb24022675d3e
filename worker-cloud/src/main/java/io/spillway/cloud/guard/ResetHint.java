package io.spillway.cloud.guard;

import io.spillway.cloud.provider.ErrorReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * When a target that has said no may be asked again, as far as it says. Replies lie: a time in the past is no hint, and
 * none is believed beyond a day.
 *
 * <p>Sources, best first; the first that gives a time to come is taken:
 *
 * <ol>
 *   <li>Gemini's daily quota, whose other hints speak of seconds (<a
 *       href="https://ai.google.dev/gemini-api/docs/rate-limits">rate limits</a>), and Anthropic's spend limits
 *   <li>{@code retry-after-ms}, then {@code Retry-After} in seconds or as a date (<a
 *       href="https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits">Azure</a>, <a
 *       href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110</a>)
 *   <li>the resets of limits with nothing remaining, the latest of them (<a
 *       href="https://platform.openai.com/docs/guides/rate-limits">OpenAI</a>, <a
 *       href="https://docs.claude.com/en/api/rate-limits">Anthropic</a>, <a
 *       href="https://console.groq.com/docs/rate-limits">Groq</a>)
 *   <li>the body: Google's {@code RetryInfo}, OpenRouter's {@code metadata}, Hugging Face's {@code estimated_time}, and
 *       what messages say in words
 *   <li>after a 429 that leaves all this out, the latest reset of any limit
 * </ol>
 */
public final class ResetHint {
    /** The longest wait that is believed. */
    public static final Duration CAP = Duration.ofHours(24);

    private static final List<BiFunction<ErrorReply, Instant, Optional<Duration>>> SOURCES = List.of(
            BodyHints::endOfDay,
            BodyHints::regainedAccess,
            ResetHint::retryAfterMillis,
            ResetHint::retryAfter,
            (reply, now) -> LimitHeaders.spent(reply.headers(), now),
            BodyHints::retryInfo,
            BodyHints::metadata,
            BodyHints::estimatedTime,
            BodyHints::phrase,
            ResetHint::anyLimit);

    private ResetHint() {}

    /** How long from {@code now} the target asks to be left alone: more than nothing, at most {@link #CAP}. */
    public static Optional<Duration> of(ErrorReply reply, Instant now) {
        return SOURCES.stream()
                .flatMap(source -> source.apply(reply, now).stream())
                .filter(Duration::isPositive)
                .findFirst()
                .map(hint -> hint.compareTo(CAP) > 0 ? CAP : hint);
    }

    private static Optional<Duration> retryAfterMillis(ErrorReply reply, Instant now) {
        return reply.headers().firstValue("retry-after-ms").flatMap(text -> TimeText.until(text.strip() + "ms", now));
    }

    private static Optional<Duration> retryAfter(ErrorReply reply, Instant now) {
        return reply.headers().firstValue("retry-after").flatMap(text -> TimeText.until(text, now));
    }

    /** Only a 429 is about limits: beside an overload these headers speak of limits that are not the trouble. */
    private static Optional<Duration> anyLimit(ErrorReply reply, Instant now) {
        return reply.status() == 429 ? LimitHeaders.any(reply.headers(), now) : Optional.empty();
    }
}
