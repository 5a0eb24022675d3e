package io.spillway.worker;

import io.spillway.contract.call.Serving.Capacity;
import io.spillway.contract.routing.Adjustment;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.Wire;
import io.spillway.log.LogWriter;
import io.spillway.log.StateTable;
import io.spillway.log.Topics;
import io.spillway.testing.TestKafka;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators set reaches a worker by a real log. */
class AdjustedTest {
    private static final TargetName TARGET = new TargetName("adjusted/model");
    private static final Capacity CONFIGURED = new Capacity(
            TARGET, 2, 1, 10, new Limits(OptionalInt.of(8), OptionalInt.empty(), OptionalInt.of(1_000)), true);

    @Test
    void whatAnOperatorHasSetCountsUntilHeTakesItBack() throws Exception {
        // Given
        Topics.ensure(TestKafka.bootstrapServers(), WorkerTest.PARTITIONS, (short) 1);
        try (LogWriter log = LogWriter.open(TestKafka.bootstrapServers(), Duration.ofSeconds(10));
                StateTable state = StateTable.follow(TestKafka.bootstrapServers(), log)) {
            while (!state.awaitReady(Duration.ofSeconds(10))) {
                Thread.onSpinWait();
            }
            Adjusted adjusted = new Adjusted(state);
            Capacity before = adjusted.of(CONFIGURED);
            // When
            Adjustment set =
                    new Adjustment(OptionalInt.of(2), OptionalInt.of(60), OptionalInt.empty(), OptionalInt.empty());
            state.put(Adjustment.place(TARGET), Wire.text(set));
            Capacity meanwhile = adjusted.of(CONFIGURED);
            state.remove(Adjustment.place(TARGET));
            // Then
            assertThat(before).isEqualTo(CONFIGURED);
            assertThat(meanwhile)
                    .isEqualTo(new Capacity(
                            TARGET,
                            2,
                            1,
                            10,
                            new Limits(OptionalInt.of(2), OptionalInt.of(60), OptionalInt.of(1_000)),
                            true));
            assertThat(adjusted.of(CONFIGURED)).isEqualTo(CONFIGURED);
        }
    }
}
