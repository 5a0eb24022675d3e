package io.spillway.cloud.guard;

import io.spillway.contract.outcome.Allowance;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AllowancesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T11:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-ratelimit-remaining-requests: 7, x-ratelimit-reset-requests: 6m0s | 7 in PT6M | -
            x-ratelimit-remaining-tokens: 100, x-ratelimit-reset-tokens: 1s, x-ratelimit-limit-tokens: 200 | - | 100 of 200 in PT1S
            x-ratelimit-remaining-requests-day: 3, x-ratelimit-reset-requests-day: 33011.3, x-ratelimit-remaining-tokens-minute: 9, x-ratelimit-reset-tokens-minute: 11.3 | 3 in PT9H10M11.3S | 9 in PT11.3S
            anthropic-ratelimit-input-tokens-remaining: 50, anthropic-ratelimit-input-tokens-reset: 2026-11-21T11:00:30Z, anthropic-ratelimit-output-tokens-remaining: 8, anthropic-ratelimit-output-tokens-reset: 2026-11-21T11:00:10Z | - | 8 in PT10S
            anthropic-ratelimit-requests-remaining: 0, anthropic-ratelimit-requests-reset: 2026-11-21T11:00:30Z | 0 in PT30S | -
            x-ratelimit-remaining: 4, x-ratelimit-limit: 20, x-ratelimit-reset: 1795258830000 | 4 of 20 in PT30S | -
            x-ratelimit-remaining-requests: 7 | - | -
            x-ratelimit-remaining-requests: many, x-ratelimit-reset-requests: 1s | - | -
            x-ratelimit-remaining-requests: 7, x-ratelimit-reset-requests: 2020-01-01T00:00:00Z | - | -
            """)
    void readsWhatRemains(String lines, String requests, String tokens) {
        // Given
        Map<String, List<String>> headers = Arrays.stream(lines.split(", "))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(line -> line[0], line -> List.of(line[1])));
        // When
        Optional<Allowance> allowance = Allowances.of(HttpHeaders.of(headers, (_, _) -> true), NOW);
        // Then
        assertThat(words(allowance.flatMap(Allowance::requests))).isEqualTo(requests);
        assertThat(words(allowance.flatMap(Allowance::tokens))).isEqualTo(tokens);
    }

    private static String words(Optional<Allowance.Window> window) {
        return window.map(one -> one.remaining()
                        + (one.limit().isPresent() ? " of " + one.limit().getAsLong() : "")
                        + " in "
                        + one.reset())
                .orElse("-");
    }
}
