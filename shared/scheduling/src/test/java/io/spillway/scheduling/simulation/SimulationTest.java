package io.spillway.scheduling.simulation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of small worlds, each grown from a seed: the real scripts on a real Redis, beside a plain model where nothing
 * is lost, and under invariants alone where Redis forgets. {@code -Dsimulation.seed=N} replays one of them,
 * {@code -Dsimulation.seeds=N} says how many there are.
 */
class SimulationTest {
    private static final int LANES = 2;

    @Test
    void whateverHappensNothingIsLostAndTheOrderIsTheModels() throws InterruptedException {
        // Given
        long only = Long.getLong("simulation.seed", 0);
        long first = only > 0 ? only : 1;
        long last = only > 0 ? only : Long.getLong("simulation.seeds", 3_000);

        // When
        Seeds.Run run = Seeds.run(only > 0 ? 1 : LANES, (_, text) -> text, first, last);

        // Then
        assertThat(run.failure()).isEmpty();
        assertThat(run.seeds()).isEqualTo(last - first + 1);
    }
}
