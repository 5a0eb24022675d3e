package io.spillway.gateway.outcomes;

import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.strategy.TrackRecord;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrackRecordsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final TargetName TARGET = new TargetName("mock/small");

    private final TrackRecords records = new TrackRecords();

    @Test
    void answersCountWithTheirTime() {
        // When
        records.note(attempt("completed"));

        // Then
        TrackRecord record = records.asOf(NOW).get(TARGET);
        assertThat(record.completed()).isEqualTo(1);
        assertThat(record.secondsPerAnswer()).isEqualTo(2);
        assertThat(records.asOf(NOW.plus(TrackRecord.HALF_LIFE)).get(TARGET).completed())
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transient", "empty", "refused", "crashed"})
    void failuresOfTheTargetCount(String outcome) {
        // When
        records.note(attempt(outcome));
        records.note(attempt(outcome));

        // Then
        assertThat(records.asOf(NOW).get(TARGET).failed()).isGreaterThan(1.9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exhausted", "rejected", "cancelled", "interrupted"})
    void whatIsNoFaultOfTheTargetDoesNot(String outcome) {
        // When
        records.note(attempt(outcome));

        // Then
        assertThat(records.asOf(NOW)).isEmpty();
    }

    private static Attempt attempt(String outcome) {
        return new Attempt(1, 1, TARGET, NOW.minusSeconds(2), NOW, outcome, "", Optional.empty(), Optional.empty());
    }
}
