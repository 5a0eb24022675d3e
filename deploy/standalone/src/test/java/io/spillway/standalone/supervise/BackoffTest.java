package io.spillway.standalone.supervise;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    @Test
    void doublesUpToTenSecondsWhileTheProcessKeepsDying() {
        // Given
        Backoff backoff = new Backoff();

        // When, then
        assertThat(Stream.generate(() -> backoff.after(AT_ONCE).toMillis()).limit(7))
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
    }

    @Test
    void beginsAgainAfterAProcessThatStayedUp() {
        // Given
        Backoff backoff = new Backoff();
        backoff.after(AT_ONCE);
        backoff.after(AT_ONCE);

        // When
        Duration wait = backoff.after(Duration.ofSeconds(31));

        // Then
        assertThat(wait).isEqualTo(Duration.ofMillis(500));
    }
}
