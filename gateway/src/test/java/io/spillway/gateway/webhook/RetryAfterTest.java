package io.spillway.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | PT1S",
                " 120 | PT2M",
                "999999999 | PT24H",
                "Sat, 21 Nov 2026 10:00:30 GMT | PT30S",
                "Sun, 21 Nov 2027 10:00:00 GMT | PT24H"
            })
    void whatAnEndpointAsksForIsKept(String header, Duration wait) {
        assertThat(RetryAfter.of(header, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "soon", "1.5", "99999999999999999999", "Sat, 21 Nov 2026 09:59:59 GMT"})
    void whatMakesNoSenseOrIsOverIsNothing(String header) {
        assertThat(RetryAfter.of(header, NOW)).isEmpty();
        assertThat(RetryAfter.of(null, NOW)).isEqualTo(Optional.empty());
    }
}
