package io.spillway.cloud.guard;

import io.spillway.contract.outcome.Allowance;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What an answer's headers say remains of a key's limits: {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}},
 * as <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI</a>, Azure and <a
 * href="https://console.groq.com/docs/rate-limits">Groq</a> write them. A window without its reset is of no use, and one
 * with figures that cannot be is as good as none.
 */
public final class AllowanceHeaders {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

    private AllowanceHeaders() {}

    /** What they say, at the moment the answer's head came. */
    public static Optional<Allowance> of(HttpHeaders headers, Instant now) {
        return Allowance.of(window(headers, "requests", now), window(headers, "tokens", now), now);
    }

    private static Optional<Allowance.Window> window(HttpHeaders headers, String what, Instant now) {
        OptionalLong remaining = number(headers, "x-ratelimit-remaining-" + what);
        Optional<Duration> reset =
                headers.firstValue("x-ratelimit-reset-" + what).flatMap(text -> TimeText.until(text, now));
        return remaining.isPresent() && reset.isPresent()
                ? Allowance.Window.of(number(headers, "x-ratelimit-limit-" + what), remaining.getAsLong(), reset.get())
                : Optional.empty();
    }

    private static OptionalLong number(HttpHeaders headers, String name) {
        return headers.firstValue(name)
                .map(String::strip)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
