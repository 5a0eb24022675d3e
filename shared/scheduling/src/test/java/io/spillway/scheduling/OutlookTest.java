package io.spillway.scheduling;

import io.spillway.contract.routing.Plan;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutlookTest {
    private static final Plan ONE = Plan.parse("cloud/one~2000");
    private static final Plan BOTH = Plan.parse("cloud/one~2000|cloud/two~2000");
    private static final Duration LIFE = Duration.ofSeconds(15);

    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void whatWaitsIsToldByPlanWithItsOldest() {
        // Given
        Instant first = room.now();
        room.submit(waiting(BOTH).build());
        room.pass(Duration.ofSeconds(20));
        room.submit(waiting(BOTH).build());
        Instant later = room.now();
        room.submit(waiting(ONE).build());

        // When
        room.pass(Duration.ofSeconds(5));

        // Then
        assertThat(room.gateway.outlook().waiting())
                .containsExactlyInAnyOrder(
                        new PlanWaiting(BOTH, 2, Optional.of(first)), new PlanWaiting(ONE, 1, Optional.of(later)));
    }

    @Test
    void whatIsTakenDoesNotWaitAnyMore() {
        // Given
        room.submit(waiting(ONE).build());

        // When
        room.take(1, "cloud/one");

        // Then
        assertThat(room.gateway.outlook().waiting()).isEmpty();
    }

    @Test
    void gatewaysHearEachOthersCountsForAWhile() {
        // Given
        Scheduler other = room.process("other gateway");
        other.outlook().exchange("theirs", LIFE);

        // Then
        assertThat(room.gateway.outlook().exchange("ours", LIFE)).containsExactlyInAnyOrder("ours", "theirs");

        // When
        room.pass(LIFE.plusSeconds(1));

        // Then
        assertThat(room.gateway.outlook().exchange("ours now", LIFE)).containsExactly("ours now");
    }

    private JobBuilder waiting(Plan plan) {
        return JobBuilder.aJob().acceptedAt(room.now()).plan(plan);
    }
}
