package io.spillway.contract.routing;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryTest {
    @Test
    void theLastDelayRepeats() {
        // Given
        Retry retry = new Retry(9, List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(7)));

        // Then
        assertThat(List.of(1, 2, 3, 4, 100))
                .extracting(retry::delayAfter)
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(7));
    }

    @Test
    void withoutDelaysTheNextCallFollowsAtOnce() {
        assertThat(new Retry(3, List.of()).delayAfter(1)).isZero();
        assertThat(new Retry(3, List.of()).delayAfter(2)).isZero();
    }

    @Test
    void usuallyATargetIsTriedTwiceHalfASecondApart() {
        assertThat(Retry.DEFAULT.attemptsPerTarget()).isEqualTo(2);
        assertThat(Retry.DEFAULT.delayAfter(1)).isEqualTo(Duration.ofMillis(500));
    }
}
