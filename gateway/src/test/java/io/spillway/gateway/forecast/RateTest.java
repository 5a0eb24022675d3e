package io.spillway.gateway.forecast;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RateTest {
    private static final Instant START = Instant.ofEpochSecond(1_790_000_000);

    private final Rate rate = new Rate(START);

    @Test
    void a_steady_stream_has_its_rate_from_the_first_step_on() {
        // When: three a second
        every_second(0, 10, 3);
        double early = rate.perSecond(at(10));
        every_second(10, 600, 3);

        // Then
        assertThat(early).isEqualTo(3);
        assertThat(rate.perSecond(at(600))).isCloseTo(3, within(1e-9));
    }

    @Test
    void what_stops_is_half_forgotten_after_a_minute_and_quite_after_five() {
        // Given
        every_second(0, 600, 4);

        // When
        double aMinuteLater = rate.perSecond(at(660));
        double muchLater = rate.perSecond(at(600 + Rate.WINDOW.toSeconds() + 5));

        // Then
        assertThat(aMinuteLater).isCloseTo(2, within(0.1));
        assertThat(muchLater).isZero();
    }

    @Test
    void what_was_before_the_counting_or_long_ago_or_is_yet_to_come_does_not_count() {
        // When
        rate.count(START.minusSeconds(10), at(400));
        rate.count(at(10), at(400));
        rate.count(at(500), at(400));

        // Then
        assertThat(rate.perSecond(at(400))).isZero();
        assertThat(rate.perSecond(at(505))).isZero();
    }

    @Test
    void nothing_is_said_before_the_first_step_is_over() {
        // When
        rate.count(START, START);

        // Then
        assertThat(rate.perSecond(START)).isZero();
    }

    private void every_second(int from, int to, int times) {
        IntStream.range(from, to)
                .forEach(second -> IntStream.range(0, times).forEach(_ -> rate.count(at(second), at(second))));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
