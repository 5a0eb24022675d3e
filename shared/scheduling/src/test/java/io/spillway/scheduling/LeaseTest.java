package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.scheduling.Room.ids;
import static io.spillway.scheduling.Room.plan;
import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

class LeaseTest {
    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Job submitted() {
        return room.submit(aJob().acceptedAt(room.now()).build());
    }

    @Test
    void aLapsedLeaseGivesTheJobToSomebodyElseWithAHigherFence() {
        // Given
        Job job = submitted();
        Grant first = room.take(1, "gguf/demo").getFirst();

        // When
        room.pass(Duration.ofSeconds(14));
        room.sweep();
        List<Grant> beforeTheLapse = room.take(1, "gguf/demo");
        room.pass(Duration.ofSeconds(2));
        room.sweep();
        Grant second = room.take(1, "gguf/demo").getFirst();

        // Then
        assertThat(beforeTheLapse).isEmpty();
        assertThat(second.job().id()).isEqualTo(job.id());
        assertThat(second.lease().fence()).isGreaterThan(first.lease().fence());
        assertThat(second.history()).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo("lost");
            assertThat(attempt.endedAt()).isEqualTo(room.now());
        });
        assertThat(room.worker.leases().end(first.lease())).isFalse();
    }

    @Test
    void aRenewedLeaseHolds() {
        // Given
        submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();

        // When
        for (int i = 0; i < 10; i++) {
            room.pass(Duration.ofSeconds(5));
            assertThat(room.renew(room.worker, "worker", List.of(grant)).lost()).isEmpty();
            room.sweep();
        }

        // Then
        assertThat(room.take(1, "gguf/demo")).isEmpty();
    }

    @Test
    void anAnswerThatIsInTheLogBeforeTheSweepIsNotRunAgain() {
        // Given: the worker has written its answer, but no gateway has read it yet
        Job job = submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();
        room.pass(Duration.ofSeconds(20));
        byte[] answer = answer(grant);
        room.outcomes.add(answer);

        // When
        List<Ending> endings = room.gateway
                .sweeping()
                .sweep(partitions -> java.util.Map.of(0, (long) room.outcomes.size()))
                .endings();
        List<Grant> taken = room.take(1, "gguf/demo");
        room.replay();
        room.sweep();

        // Then
        assertThat(endings).isEmpty();
        assertThat(taken).isEmpty();
        assertThat(room.status(job)).isEqualTo(JobStatus.COMPLETED);
        assertThat(room.take(1, "gguf/demo")).isEmpty();
    }

    private byte[] answer(Grant grant) {
        Room other = room;
        int before = other.outcomes.size();
        other.outcomes.add(io.spillway.contract.wire.Wire.encode(new io.spillway.contract.wire.LogEntry.JobEnded(
                grant.job().id(),
                grant.job().tenant(),
                JobStatus.COMPLETED,
                other.now(),
                Optional.of(other.attempt(grant, "completed")),
                Optional.of(io.spillway.contract.outcome.Output.chat("late", "stop")),
                Optional.empty(),
                Duration.ofHours(1))));
        return other.outcomes.remove(before);
    }

    @Test
    void theFirstEndInTheLogWins() {
        // Given
        Job job = submitted();
        Grant first = room.take(1, "gguf/demo").getFirst();
        room.pass(Duration.ofSeconds(16));
        room.sweep();
        Grant second = room.take(1, "gguf/demo").getFirst();

        // When
        room.complete(first, "from the one that was thought dead");
        room.complete(second, "from the other");

        // Then
        assertThat(room.view(job).output().orElseThrow().text()).isEqualTo("from the one that was thought dead");
        assertThat(room.renew(room.worker, "worker", List.of(second)).lost()).containsExactly(second.lease());
    }

    @Test
    void aJobHandedBackIsUncountedAndKeepsItsPlace() {
        // Given
        Job job = submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();
        room.pass(Duration.ofMillis(1));
        submitted();

        // When
        room.worker.leases().spill(grant.lease(), Optional.empty(), Spill.back(plan("gguf/demo")));
        List<Grant> next = room.take(1, "gguf/demo");

        // Then
        assertThat(ids(next)).containsExactly(job.id());
        assertThat(next.getFirst().attempt()).isEqualTo(1);
    }

    @Test
    void aWaitingJobIsCancelledByTheSweep() {
        // Given
        Job job = submitted();

        // When
        room.cancel(job);
        room.sweep();

        // Then
        assertThat(room.status(job)).isEqualTo(JobStatus.CANCELLED);
        assertThat(room.take(1, "gguf/demo")).isEmpty();
    }

    @Test
    void aRunningJobsWorkerIsToldToStop() {
        // Given
        Job job = submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();

        // When
        room.cancel(job);
        Renewed renewed = room.renew(room.worker, "worker", List.of(grant));

        // Then
        assertThat(renewed.cancelled()).containsExactly(grant.lease());
        assertThat(room.worker.leases().end(grant.lease())).isTrue();
    }

    @Test
    void aJobWhoseWorkerDiedWhileItWasBeingCancelledIsCancelled() {
        // Given
        Job job = submitted();
        room.take(1, "gguf/demo");
        room.cancel(job);

        // When
        room.pass(Duration.ofSeconds(16));
        room.sweep();
        room.sweep();

        // Then
        assertThat(room.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void anEndingThatNobodyWroteIsGivenToSomebodyElse() {
        // Given: a gateway was given the end of a job and died
        Job job = submitted();
        room.cancel(job);
        List<Ending> lost =
                room.gateway.sweeping().sweep(_ -> java.util.Map.of()).endings();

        // When
        room.pass(Duration.ofSeconds(11));
        room.sweep();

        // Then
        assertThat(lost).hasSize(1);
        assertThat(room.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aJobPastItsTimeExpiresAndNeverRuns() {
        // Given
        Job job = room.submit(
                aJob().acceptedAt(room.now()).endIn(Duration.ofSeconds(10)).build());
        Job late = room.submit(
                aJob().acceptedAt(room.now()).startBy(room.now().plusSeconds(5)).build());

        // When
        room.pass(Duration.ofSeconds(11));
        List<Grant> taken = room.take(5, "gguf/demo");
        room.sweep();

        // Then
        assertThat(taken).isEmpty();
        assertThat(room.status(job)).isEqualTo(JobStatus.EXPIRED);
        assertThat(room.status(late)).isEqualTo(JobStatus.EXPIRED);
    }
}
