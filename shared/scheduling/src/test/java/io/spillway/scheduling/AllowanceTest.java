package io.spillway.scheduling;

import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** What a provider says remains of its limits, and what a first token proves. */
class AllowanceTest {
    private static final String TARGET = "cloud/a";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private void waiting(int jobs) {
        for (int i = 0; i < jobs; i++) {
            room.submit(aJob().targets(TARGET).acceptedAt(room.now()).build());
        }
    }

    private Grant one() {
        return room.take(1, TARGET).getFirst();
    }

    private List<Grant> all() {
        return room.take(50, TARGET);
    }

    private void requests(Grant told, long remaining, Duration reset) {
        say(told, Optional.of(new Allowance.Window(OptionalLong.of(100), remaining, reset)), Optional.empty());
    }

    private void tokens(Grant told, OptionalLong limit, long remaining) {
        say(told, Optional.empty(), Optional.of(new Allowance.Window(limit, remaining, MINUTE)));
    }

    private void say(Grant told, Optional<Allowance.Window> requests, Optional<Allowance.Window> tokens) {
        room.worker.leases().remains(told, new Allowance(requests, tokens, room.now()), Duration.ZERO);
    }

    private TargetState.Key state() {
        return room.gateway
                .exhaustions()
                .states(Map.of(new TargetName(TARGET), 1))
                .getFirst()
                .keys()
                .getFirst();
    }

    @Test
    void noMoreCallsBeginThanRemainUntilTheReset() {
        // Given
        waiting(10);
        requests(one(), 3, MINUTE);

        // When
        List<Grant> before = new ArrayList<>(room.take(2, TARGET));
        before.addAll(all());
        long left = state().requests().orElseThrow().remaining();
        room.pass(MINUTE.plusMillis(1));
        List<Grant> after = all();

        // Then
        assertThat(before).hasSize(3);
        assertThat(left).isZero();
        assertThat(after).hasSize(6);
        assertThat(state().requests()).isEmpty();
    }

    @Test
    void whatHasBegunSinceTheCallThatWasToldIsTakenOff() {
        // Given
        waiting(10);
        Grant told = one();
        room.take(2, TARGET);

        // When
        requests(told, 3, MINUTE);

        // Then
        assertThat(all()).hasSize(1);
    }

    @Test
    void anOlderAnswerChangesNothing() {
        // Given
        waiting(10);
        Grant older = one();
        Grant newer = one();
        requests(newer, 2, MINUTE);

        // When
        requests(older, 50, Duration.ofMinutes(30));

        // Then
        assertThat(all()).hasSize(2);
        room.pass(MINUTE.plusMillis(1));
        assertThat(all()).hasSize(6);
    }

    @Test
    void anAnswerWhoseWindowIsOverChangesNothing() {
        // Given
        waiting(5);
        Grant told = one();

        // When
        room.worker
                .leases()
                .remains(
                        told,
                        new Allowance(
                                Optional.of(new Allowance.Window(OptionalLong.empty(), 0, MINUTE)),
                                Optional.empty(),
                                room.now()),
                        Duration.ofSeconds(61));

        // Then
        assertThat(all()).hasSize(4);
    }

    @Test
    void nothingIsHeldBackForMoreThanAnHour() {
        // Given
        waiting(5);
        requests(one(), 0, Duration.ofDays(30));

        // When
        List<Grant> before = all();
        room.pass(Duration.ofHours(1).plusMillis(1));

        // Then
        assertThat(before).isEmpty();
        assertThat(all()).hasSize(4);
    }

    @Test
    void aJobThatDoesNotFitInTheTokensLeftWaitsForTheReset() {
        // Given: a job of these costs a little over 256 tokens
        waiting(10);
        tokens(one(), OptionalLong.of(10_000), 600);

        // When
        List<Grant> before = all();
        room.pass(MINUTE.plusMillis(1));

        // Then
        assertThat(before).hasSize(2);
        assertThat(all()).hasSize(7);
    }

    @Test
    void aJobThatNoWindowHoldsGoesWhenAWholeOneIsThere() {
        // Given
        waiting(2);

        // When
        tokens(one(), OptionalLong.of(100), 100);

        // Then
        assertThat(all()).hasSize(1);
    }

    @Test
    void theFirstTokenOfAProbeOpensTheRampAndItsEndNotAgain() {
        // Given
        waiting(10);
        room.gateway.exhaustions().set(new TargetName(TARGET), 0, ExhaustionKind.OVERLOADED, MINUTE, "");
        room.pass(MINUTE.plusMillis(1));
        Grant probe = one();
        List<Grant> duringTheProbe = all();

        // When
        room.worker.leases().answers(probe);
        room.worker.leases().answers(probe);
        List<Grant> afterItsFirstToken = all();
        room.complete(probe, "hello");
        List<Grant> afterItsEnd = all();

        // Then
        assertThat(probe.proving()).isTrue();
        assertThat(duringTheProbe).isEmpty();
        assertThat(afterItsFirstToken).hasSize(1);
        assertThat(afterItsEnd).hasSize(1);
    }

    @Test
    void theFirstTokenOfACallThatIsLostProvesNothing() {
        // Given
        waiting(10);
        room.gateway.exhaustions().set(new TargetName(TARGET), 0, ExhaustionKind.OVERLOADED, MINUTE, "");
        room.pass(MINUTE.plusMillis(1));
        Grant lost = one();
        room.worker.leases().spill(lost.lease(), Optional.empty(), Spill.back(lost.plan()));
        Grant probe = one();

        // When
        room.worker.leases().answers(lost);

        // Then
        assertThat(probe.lease()).isNotEqualTo(lost.lease());
        assertThat(all()).isEmpty();
    }
}
