package io.spillway.contract.routing.strategy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrackRecordTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);

    @Test
    void aCallCountsHalfAfterAHalfLife() {
        // Given
        TrackRecord record = new TrackRecord(1, 1, 4, NOW);

        // When
        TrackRecord later = record.asOf(NOW.plus(TrackRecord.HALF_LIFE));

        // Then
        assertThat(later.completed()).isEqualTo(0.5);
        assertThat(later.failed()).isEqualTo(0.5);
        assertThat(later.secondsPerAnswer())
                .isEqualTo(record.secondsPerAnswer())
                .isEqualTo(8);
        assertThat(later.known()).isTrue();
        assertThat(later.asOf(NOW.plus(TrackRecord.HALF_LIFE.multipliedBy(3))).known())
                .isFalse();
    }

    @Test
    void aCallThatIsToldLateCountsAsOldAsItIs() {
        // Given
        Instant before = NOW.minusSeconds(100);

        // When
        TrackRecord one = TrackRecord.NONE.plusFailed(before).plusCompleted(NOW, Duration.ofSeconds(1));
        TrackRecord other =
                TrackRecord.NONE.plusCompleted(NOW, Duration.ofSeconds(1)).plusFailed(before);

        // Then
        assertThat(one.asOf()).isEqualTo(other.asOf());
        assertThat(one.completed()).isCloseTo(other.completed(), within(0.02));
        assertThat(one.failed()).isCloseTo(other.failed(), within(0.02));
    }

    @Test
    void aClockThatIsAheadDoesNotMakeACallCountMore() {
        // Given
        TrackRecord record = TrackRecord.NONE.plusFailed(NOW.plusSeconds(60));

        // Then
        assertThat(record.asOf(NOW).failed()).isEqualTo(1);
    }

    @Test
    void whatIsReadAgainLongAfterChangesNothing() {
        // Given
        TrackRecord record = new TrackRecord(20, 5, 40, NOW);
        TrackRecord again = record;

        // When
        for (int i = 0; i < 1_000; i++) {
            again = again.plusFailed(NOW.minus(Duration.ofHours(3)));
        }

        // Then
        assertThat(again.completed()).isCloseTo(record.completed(), within(0.001));
        assertThat(again.failed()).isCloseTo(record.failed(), within(0.001));
    }

    @Test
    void manyCallsCountNoMoreThanFifty() {
        // Given
        TrackRecord record = TrackRecord.NONE;

        // When
        for (int i = 0; i < 1_000; i++) {
            record = record.plusCompleted(NOW, Duration.ofSeconds(2));
        }

        // Then
        assertThat(record.completed()).isCloseTo(50, within(0.1));
        assertThat(record.secondsPerAnswer()).isCloseTo(2, within(0.001));
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(TrackRecord.NONE.known()).isFalse();
        assertThat(TrackRecord.NONE.secondsPerAnswer()).isInfinite();
    }
}
