package io.spillway.gateway.forecast;

import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With a known pace the estimate is within a tenth of what a clockwork of slots would do. */
class StartEstimateTest {
    private static final Percentage A_TENTH = Percentage.withPercentage(10);
    private static final OptionalDouble HALF_A_SECOND = OptionalDouble.of(0.5);

    @Test
    void a_free_slot_is_had_at_once() {
        // Given
        Capacity free = new Capacity(0, 4, 3, OptionalDouble.empty(), Double.MAX_VALUE, false, 1);

        // When
        OptionalDouble first = StartEstimate.seconds(1, List.of(free));
        OptionalDouble second = StartEstimate.seconds(2, List.of(free));

        // Then
        assertThat(first).hasValue(0);
        assertThat(second).as("how long calls take is not known").isEmpty();
    }

    @Test
    void a_full_target_begins_as_many_as_end() {
        // Given: 4 slots of half a second, 8 a second
        Capacity full = new Capacity(0, 4, 4, HALF_A_SECOND, Double.MAX_VALUE, false, 1);

        // When
        OptionalDouble wait = StartEstimate.seconds(80, List.of(full));

        // Then
        assertThat(wait.getAsDouble()).isCloseTo(10, A_TENTH);
    }

    @Test
    void two_targets_share_the_queue() {
        // Given: 8 a second and 2 a second
        List<Capacity> both = List.of(
                new Capacity(0, 4, 4, HALF_A_SECOND, Double.MAX_VALUE, false, 1),
                new Capacity(0, 1, 1, HALF_A_SECOND, Double.MAX_VALUE, false, 1));

        // When
        OptionalDouble wait = StartEstimate.seconds(100, both);

        // Then
        assertThat(wait.getAsDouble()).isCloseTo(10, A_TENTH);
    }

    @Test
    void what_others_take_of_a_target_is_not_had() {
        // Given
        Capacity half = new Capacity(0, 4, 4, HALF_A_SECOND, Double.MAX_VALUE, false, 0.5);

        // When
        OptionalDouble wait = StartEstimate.seconds(80, List.of(half));

        // Then
        assertThat(wait.getAsDouble()).isCloseTo(20, A_TENTH);
    }

    @Test
    void an_exhausted_target_begins_at_its_reset_with_one_then_two_then_four() {
        // Given: back in 20 s; rounds of half a second with 1, 2, 4, 8, and then 16 a round
        Capacity resting = new Capacity(20, 16, 0, HALF_A_SECOND, Double.MAX_VALUE, true, 1);

        // When
        OptionalDouble first = StartEstimate.seconds(1, List.of(resting));
        OptionalDouble last = StartEstimate.seconds(15 + 16 * 20, List.of(resting));

        // Then
        assertThat(first.getAsDouble()).isCloseTo(20, Percentage.withPercentage(1));
        assertThat(last.getAsDouble()).isCloseTo(20 + 1.5 + 10, A_TENTH);
    }

    @Test
    void a_limit_of_calls_a_minute_is_kept() {
        // Given: 100 slots of a second, but one call a second
        Capacity limited = new Capacity(0, 100, 100, OptionalDouble.of(1), 1, false, 1);

        // When
        OptionalDouble wait = StartEstimate.seconds(60, List.of(limited));

        // Then
        assertThat(wait.getAsDouble()).isCloseTo(60, A_TENTH);
    }

    @Test
    void nothing_is_said_where_nobody_works_or_it_would_take_days() {
        // Given
        Capacity nobody = new Capacity(0, 0, 0, HALF_A_SECOND, Double.MAX_VALUE, false, 1);
        Capacity slow = new Capacity(0, 1, 1, OptionalDouble.of(60), Double.MAX_VALUE, false, 1);

        // When
        OptionalDouble never = StartEstimate.seconds(1, List.of(nobody));
        OptionalDouble tooLate = StartEstimate.seconds(10_000, List.of(slow));

        // Then
        assertThat(never).isEmpty();
        assertThat(tooLate).isEmpty();
    }
}
