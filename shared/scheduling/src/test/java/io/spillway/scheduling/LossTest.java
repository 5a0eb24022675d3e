package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.scheduling.Room.ids;
import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** What a Redis that has forgotten something must not get wrong; each was once found by the simulation. */
class LossTest {
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
    void aReaderThatGoesOnWhereItWasIsSentBackToWhatWasLost() {
        // Given: the owner of the partition has read three records and has not heard of the loss
        LogView.Partition partition = new LogView.Partition(0, "topic-id", 3);
        for (int i = 0; i < 3; i++) {
            submitted();
        }
        Room.flush();
        Job next = aJob().acceptedAt(room.now()).build();

        // When
        long wanted = room.jobsView.apply(partition, 3, List.of(new LogView.Entry(3, Wire.encode(next))));

        // Then
        assertThat(wanted).isZero();
    }

    @Test
    void ofABatchNothingIsAppliedAfterAGapInTheView() {
        // Given
        LogView.Partition partition = new LogView.Partition(0, "topic-id", 3);
        for (int i = 0; i < 3; i++) {
            room.jobs.add(Wire.encode(aJob().acceptedAt(room.now()).build()));
        }

        // When: the reader has come to the second record, the view only to the first
        room.jobsView.apply(partition, 0, List.of(new LogView.Entry(0, room.jobs.get(0))));
        long wanted = room.jobsView.apply(
                partition, 2, List.of(new LogView.Entry(2, room.jobs.get(2)), new LogView.Entry(3, room.jobs.get(2))));

        // Then
        assertThat(wanted).isEqualTo(1);
    }

    @Test
    void aJobHandedBackBeforeItsOwnRecordIsHereWaitsWhenItComes() {
        // Given: after a loss the worker has registered its lease again
        Job job = submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();
        Room.flush();
        room.renew(room.worker, "worker", List.of(grant));

        // When
        boolean kept = room.worker.leases().spill(grant.lease(), Optional.empty(), Spill.back(grant.plan()));
        room.replay();

        // Then
        assertThat(kept).isTrue();
        assertThat(ids(room.take(1, "gguf/demo"))).containsExactly(job.id());
    }

    @Test
    void aLossDuringARecoveryBeginsItAnew() {
        // Given: Redis is set back to the middle of an earlier recovery, and has forgotten what came after it
        Job first = submitted();
        Room.flush();
        room.worker.leases().leave("nobody");
        room.jobsView.resume(new LogView.Partition(0, "topic-id", 1));
        room.outcomesView.resume(new LogView.Partition(0, "topic-id", 0));
        Map<String, byte[]> inTheMiddle = Room.dump();
        room.replay();
        room.complete(room.take(1, "gguf/demo").getFirst(), "done");
        Room.restore(inTheMiddle);

        // When: the log is read as far as that recovery wanted
        room.pass(Duration.ofSeconds(10));
        room.jobsView.apply(
                new LogView.Partition(0, "topic-id", 1), 0, List.of(new LogView.Entry(0, room.jobs.getFirst())));
        List<Grant> grants = room.take(1, "gguf/demo");
        room.replay();

        // Then
        assertThat(grants).isEmpty();
        assertThat(room.status(first)).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aLeaseRegisteredAgainGivesBackThePermitOfAnOlderOne() {
        // Given: Redis is set back to when another worker ran the job on another target
        Job job = room.submit(
                aJob().acceptedAt(room.now()).targets("cloud/a", "gguf/demo").build());
        room.take(1, "cloud/a");
        Map<String, byte[]> before = Room.dump();
        room.pass(Duration.ofSeconds(16));
        room.sweep();
        room.pass(Duration.ofSeconds(2));
        Grant second = room.take(1, "gguf/demo").getFirst();

        // When
        Room.restore(before);
        room.renew(room.worker, "worker", List.of(second));
        room.replay();
        room.complete(second, "done");
        room.submit(aJob().acceptedAt(room.now()).targets("cloud/a").build());
        Limits one = new Limits(OptionalInt.of(1), OptionalInt.empty(), OptionalInt.empty());
        List<Grant> grants = room.worker
                .waitingRoom()
                .take("worker", 1, List.of(new Offer(new TargetName("cloud/a"), 1, 1, 1, one)), Room.LEASE)
                .grants();

        // Then
        assertThat(room.status(job)).isEqualTo(JobStatus.COMPLETED);
        assertThat(grants).hasSize(1);
    }
}
