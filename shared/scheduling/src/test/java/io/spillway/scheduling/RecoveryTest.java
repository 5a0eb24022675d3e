package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.scheduling.Room.ids;
import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

class RecoveryTest {
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
    void whatWaitedWaitsAgainAndWhatEndedStaysEnded() {
        // Given
        List<Job> waiting = new ArrayList<>();
        Job ended = submitted();
        room.complete(room.take(1, "gguf/demo").getFirst(), "done");
        for (int i = 0; i < 10; i++) {
            waiting.add(submitted());
            room.pass(Duration.ofMillis(1));
        }

        // When
        Room.flush();
        room.replay();
        List<Grant> grants = room.take(20, "gguf/demo");

        // Then
        assertThat(room.view(ended).output().orElseThrow().text()).isEqualTo("done");
        assertThat(ids(grants)).isEqualTo(waiting.stream().map(Job::id).toList());
    }

    @Test
    void nobodyTakesAnythingWhileTheViewIsBeingFilledAgain() {
        // Given
        submitted();
        Room.flush();

        // When
        List<Grant> resting = room.take(1, "gguf/demo");
        Admitted atTheDoor = room.gateway.admission().admit(aJob().build(), 100);
        boolean recovering = room.worker.recovering();
        room.replay();
        List<Grant> after = room.take(1, "gguf/demo");

        // Then
        assertThat(resting).isEmpty();
        assertThat(atTheDoor).isInstanceOf(Admitted.Resting.class);
        assertThat(recovering).isTrue();
        assertThat(after).hasSize(1);
    }

    @Test
    void whatAWorkerIsRunningIsRegisteredAgainAndNotRunTwice() {
        // Given
        Job job = submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();

        // When
        Room.flush();
        Renewed renewed = room.renew(room.worker, "worker", List.of(grant));
        room.replay();
        List<Grant> again = room.take(1, "gguf/demo");
        room.complete(grant, "done");

        // Then
        assertThat(renewed.lost()).isEmpty();
        assertThat(again).isEmpty();
        assertThat(room.status(job)).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aLeaseForgottenByARollbackIsRegisteredAgain() {
        // Given: Redis loses the take, but not what came before
        Job job = submitted();
        Map<String, byte[]> before = Room.dump();
        Grant grant = room.take(1, "gguf/demo").getFirst();

        // When
        Room.restore(before);
        Renewed renewed = room.renew(room.worker, "worker", List.of(grant));
        room.replay();

        // Then
        assertThat(renewed.lost()).isEmpty();
        assertThat(room.take(1, "gguf/demo")).isEmpty();
        room.complete(grant, "done");
        assertThat(room.status(job)).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void recordsAppliedTwiceCountOnce() {
        // Given
        Job job = submitted();

        // When
        room.jobs.add(Wire.encode(job));
        room.replay();
        Grant grant = room.take(5, "gguf/demo").getFirst();
        room.complete(grant, "first");
        room.complete(grant, "second");
        room.jobs.add(Wire.encode(job));
        room.replay();

        // Then
        assertThat(room.view(job).output().orElseThrow().text()).isEqualTo("first");
        assertThat(room.take(5, "gguf/demo")).isEmpty();
    }

    @Test
    void aCancellationOutlivesTheLoss() {
        // Given
        Job job = submitted();
        room.cancel(job);

        // When
        Room.flush();
        room.replay();
        List<Grant> grants = room.take(1, "gguf/demo");
        room.sweep();

        // Then
        assertThat(grants).isEmpty();
        assertThat(room.status(job)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void attemptsOutliveTheLoss() {
        // Given
        room.submit(
                aJob().acceptedAt(room.now()).targets("cloud/a", "gguf/demo").build());
        Grant grant = room.take(1, "cloud/a").getFirst();
        room.spill(grant, "refused", Spill.back(Room.plan("gguf/demo")));

        // When
        Room.flush();
        room.replay();
        List<Grant> fromTheFirst = room.take(1, "cloud/a");
        Grant fromTheSecond = room.take(1, "gguf/demo").getFirst();

        // Then
        assertThat(fromTheFirst).isEmpty();
        assertThat(fromTheSecond.attempt()).isEqualTo(2);
        assertThat(fromTheSecond.history()).hasSize(1);
    }

    @Test
    void aRepeatedSubmissionIsKnownAfterTheLoss() {
        // Given
        Job job = room.submit(
                aJob().acceptedAt(room.now()).idempotency("key", "print").build());

        // When
        Room.flush();
        room.replay();
        Admitted same = room.gateway
                .admission()
                .admit(aJob().idempotency("key", "print").build(), 100);
        Admitted other = room.gateway
                .admission()
                .admit(aJob().idempotency("key", "other").build(), 100);

        // Then
        assertThat(same).isEqualTo(new Admitted.Existing(job.id()));
        assertThat(other).isInstanceOf(Admitted.Conflict.class);
    }
}
