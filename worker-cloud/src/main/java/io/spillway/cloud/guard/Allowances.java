package io.spillway.cloud.guard;

import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.Allowance.Window;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads from the headers of an answer what remains of a provider's limits; of several for the same the tightest.
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers">OpenAI, as Azure and Groq</a>
 * @see <a href="https://docs.claude.com/en/api/rate-limits#response-headers">Anthropic</a>
 * @see <a href="https://inference-docs.cerebras.ai/support/rate-limits">Cerebras</a>
 */
public final class Allowances {
    private static final List<String> REQUESTS = List.of(
            "x-ratelimit-%s-requests",
            "x-ratelimit-%s-requests-minute",
            "x-ratelimit-%s-requests-day",
            "anthropic-ratelimit-requests-%s",
            "x-ratelimit-%s",
            "ratelimit-%s");
    private static final List<String> TOKENS = List.of(
            "x-ratelimit-%s-tokens",
            "x-ratelimit-%s-tokens-minute",
            "x-ratelimit-%s-tokens-day",
            "anthropic-ratelimit-tokens-%s",
            "anthropic-ratelimit-input-tokens-%s",
            "anthropic-ratelimit-output-tokens-%s");
    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");

    private Allowances() {}

    /** What {@code headers}, which came at {@code now}, say; nothing if they say nothing sensible. */
    public static Optional<Allowance> of(HttpHeaders headers, Instant now) {
        return Allowance.of(tightest(REQUESTS, headers, now), tightest(TOKENS, headers, now), now);
    }

    private static Optional<Window> tightest(List<String> names, HttpHeaders headers, Instant now) {
        return names.stream()
                .flatMap(name -> window(name, headers, now).stream())
                .min(Comparator.comparingLong(Window::remaining));
    }

    private static Optional<Window> window(String name, HttpHeaders headers, Instant now) {
        OptionalLong remaining = count(name.formatted("remaining"), headers);
        Optional<Duration> reset =
                headers.firstValue(name.formatted("reset")).flatMap(text -> TimeText.until(text, now));
        return remaining.isEmpty() || reset.isEmpty()
                ? Optional.empty()
                : Window.of(count(name.formatted("limit"), headers), remaining.getAsLong(), reset.get());
    }

    private static OptionalLong count(String name, HttpHeaders headers) {
        return headers.firstValue(name)
                .map(String::strip)
                .filter(text -> COUNT.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
