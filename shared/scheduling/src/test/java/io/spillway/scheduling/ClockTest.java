package io.spillway.scheduling;

import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** A clock that is set back a little, as clocks are. */
class ClockTest {
    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private List<Grant> take() {
        Limits two = new Limits(OptionalInt.empty(), OptionalInt.of(2), OptionalInt.empty());
        return room.worker
                .waitingRoom()
                .take("worker", 1, List.of(new Offer(new TargetName("gguf/demo"), 1, 1, 1, two)), Room.LEASE)
                .grants();
    }

    @Test
    void aCallCountsForItsWholeMinuteEvenIfTheClockWasPastIt() {
        // Given
        for (int i = 0; i < 3; i++) {
            room.submit(aJob().acceptedAt(room.now()).build());
        }
        List<Grant> first = take();
        room.pass(Duration.ofMillis(60_100));
        List<Grant> second = take();

        // When
        room.pass(Duration.ofMillis(-200));
        List<Grant> third = take();

        // Then
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(third).isEmpty();
    }
}
