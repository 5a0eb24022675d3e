package io.spillway.cloud.guard;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The headers that tell when each of a provider's limits starts afresh. They come with every answer, for limits that are
 * far from reached too; the ones that count are those with nothing remaining.
 */
final class LimitHeaders {
    private static final List<Form> FORMS = List.of(
            // OpenAI, Azure, Groq: x-ratelimit-reset-requests; OpenRouter, Together: X-RateLimit-Reset.
            new Form(Pattern.compile("x-ratelimit-reset(-.+)?"), "x-ratelimit-remaining%s"),
            // Anthropic: anthropic-ratelimit-input-tokens-reset.
            new Form(Pattern.compile("anthropic-ratelimit-(.+)-reset"), "anthropic-ratelimit-%s-remaining"),
            // draft-ietf-httpapi-ratelimit-headers, as its early versions had it.
            new Form(Pattern.compile("ratelimit-reset(-.+)?"), "ratelimit-remaining%s"));

    private LimitHeaders() {}

    /** A header that gives a reset, and the one beside it that gives what remains until then. */
    private record Form(Pattern reset, String remaining) {}

    private record Limit(Duration reset, boolean spent) {}

    /** The latest reset of the limits that are spent. */
    static Optional<Duration> spent(HttpHeaders headers, Instant now) {
        return latest(limits(headers, now).filter(Limit::spent));
    }

    /** The latest reset of all limits, for a refusal that does not say which one it was. */
    static Optional<Duration> any(HttpHeaders headers, Instant now) {
        return latest(limits(headers, now));
    }

    private static Optional<Duration> latest(Stream<Limit> limits) {
        return limits.map(Limit::reset).filter(Duration::isPositive).max(Comparator.naturalOrder());
    }

    private static Stream<Limit> limits(HttpHeaders headers, Instant now) {
        return headers.map().entrySet().stream()
                .flatMap(header -> limit(header.getKey(), header.getValue().getFirst(), headers, now).stream());
    }

    private static Optional<Limit> limit(String name, String value, HttpHeaders headers, Instant now) {
        for (Form form : FORMS) {
            Matcher reset = form.reset().matcher(name.toLowerCase(Locale.ROOT));
            if (reset.matches()) {
                String which = reset.group(1) == null ? "" : reset.group(1);
                boolean spent = headers.firstValue(form.remaining().formatted(which))
                        .filter(left -> left.strip().matches("0+(\\.0*)?"))
                        .isPresent();
                return TimeText.until(value, now).map(time -> new Limit(time, spent));
            }
        }
        return Optional.empty();
    }
}
