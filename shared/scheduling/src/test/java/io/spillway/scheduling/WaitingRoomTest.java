package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.scheduling.Room.ids;
import static io.spillway.scheduling.Room.plan;
import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

class WaitingRoomTest {
    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private io.spillway.testing.JobBuilder job() {
        return aJob().acceptedAt(room.now());
    }

    @Test
    void aJobGoesFromTheDoorToItsAnswer() {
        // Given
        Job job = room.submit(job().build());
        assertThat(room.status(job)).isEqualTo(JobStatus.QUEUED);

        // When
        Grant grant = room.take(4, "gguf/demo").getFirst();
        JobStatus whileRunning = room.status(job);
        room.complete(grant, "hello yourself");

        // Then
        assertThat(whileRunning).isEqualTo(JobStatus.IN_PROGRESS);
        JobView view = room.view(job);
        assertThat(view.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(view.output().orElseThrow().text()).isEqualTo("hello yourself");
        assertThat(view.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.target()).isEqualTo(new TargetName("gguf/demo"));
        });
        assertThat(room.take(4, "gguf/demo")).isEmpty();
    }

    @Test
    void jobsOfOneTenantAreServedInTheOrderTheyCame() {
        // Given
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(room.submit(job().build()));
            room.pass(Duration.ofMillis(10));
        }

        // When
        List<Grant> grants = room.take(5, "gguf/demo");

        // Then
        assertThat(ids(grants)).isEqualTo(jobs.stream().map(Job::id).toList());
    }

    @Test
    void aHigherPriorityGoesFirst() {
        // Given
        Job usual = room.submit(job().build());
        Job urgent = room.submit(job().priority(0).build());
        Job idle = room.submit(job().priority(9).build());

        // When
        List<Grant> grants = room.take(3, "gguf/demo");

        // Then
        assertThat(ids(grants)).containsExactly(urgent.id(), usual.id(), idle.id());
    }

    @Test
    void aTenantWithManyJobsDelaysAnothersFirstByOne() {
        // Given
        for (int i = 0; i < 20; i++) {
            room.submit(job().tenant("heavy").build());
        }
        room.take(5, "gguf/demo");
        Job first = room.submit(job().tenant("light").build());

        // When
        List<Grant> grants = room.take(2, "gguf/demo");

        // Then
        assertThat(ids(grants)).contains(first.id());
    }

    @Test
    void aTargetThatIsOutIsPassedOverAtOnceAndBackWhenItsTimeHasCome() {
        // Given
        Job first = room.submit(job().targets("cloud/a", "gguf/demo").build());
        Grant grant = room.take(1, "cloud/a").getFirst();
        room.spill(
                grant,
                "exhausted",
                new Spill(
                        grant.plan(),
                        Duration.ZERO,
                        Optional.of(new Spill.Bench(
                                grant.target(),
                                0,
                                1,
                                ExhaustionKind.RATE_LIMITED,
                                Optional.of(Duration.ofSeconds(20)),
                                "429"))));

        // When
        List<Grant> fromTheBenched = room.take(1, "cloud/a");
        JobView waiting = room.view(first);
        List<Grant> fromTheOther = room.take(1, "gguf/demo");
        room.submit(job().targets("cloud/a").build());
        List<Grant> early = room.take(1, "cloud/a");
        room.pass(Duration.ofSeconds(21));
        List<Grant> later = room.take(1, "cloud/a");

        // Then
        assertThat(fromTheBenched).isEmpty();
        assertThat(waiting.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(waiting.attempts()).hasSize(1);
        assertThat(waiting.queue().orElseThrow().targets())
                .extracting(JobView.Stop::available)
                .containsExactly(false, true);
        assertThat(ids(fromTheOther)).containsExactly(first.id());
        assertThat(fromTheOther.getFirst().attempt()).isEqualTo(2);
        assertThat(early).isEmpty();
        assertThat(later).hasSize(1);
    }

    @Test
    void aTargetThatIsMerelyBusyIsWaitedForWithPatience() {
        // Given
        Job job = room.submit(job().targets("cloud/a", "gguf/demo").build());

        // When
        Taken tooEarly = room.worker
                .waitingRoom()
                .take(
                        "w",
                        1,
                        List.of(new Offer(new TargetName("gguf/demo"), 1, 1, java.util.OptionalInt.empty())),
                        Room.LEASE);
        room.pass(Duration.ofSeconds(2));
        List<Grant> afterPatience = room.take(1, "gguf/demo");

        // Then
        assertThat(tooEarly.grants()).isEmpty();
        assertThat(tooEarly.askAgain()).isEqualTo(Duration.ofSeconds(2));
        assertThat(ids(afterPatience)).containsExactly(job.id());
    }

    @Test
    void aBackoffKeepsAJobOutOfItsQueueButNotOutOfItsPlace() {
        // Given
        Job first = room.submit(job().build());
        Grant grant = room.take(1, "gguf/demo").getFirst();
        room.pass(Duration.ofMillis(1));
        Job second = room.submit(job().build());

        // When
        room.spill(grant, "transient", new Spill(grant.plan(), Duration.ofSeconds(1), Optional.empty()));
        String waitsFor = room.view(first).queue().orElseThrow().reason();
        List<Grant> meanwhile = room.take(1, "gguf/demo");
        room.pass(Duration.ofSeconds(1));
        Job third = room.submit(job().build());
        List<Grant> after = room.take(2, "gguf/demo");

        // Then
        assertThat(waitsFor).isEqualTo("backoff");
        assertThat(ids(meanwhile)).containsExactly(second.id());
        assertThat(ids(after)).containsExactly(first.id(), third.id());
    }

    @Test
    void aLimitOfConcurrencyHoldsOverAllWorkers() {
        // Given
        for (int i = 0; i < 5; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        List<Offer> offers = List.of(new Offer(new TargetName("cloud/a"), 1, 5, java.util.OptionalInt.of(2)));

        // When
        List<Grant> one =
                room.worker.waitingRoom().take("w1", 5, offers, Room.LEASE).grants();
        List<Grant> two =
                room.worker.waitingRoom().take("w2", 5, offers, Room.LEASE).grants();
        room.complete(one.getFirst(), "done");
        List<Grant> three =
                room.worker.waitingRoom().take("w2", 5, offers, Room.LEASE).grants();

        // Then
        assertThat(one).hasSize(2);
        assertThat(two).isEmpty();
        assertThat(three).hasSize(1);
    }

    @Test
    void ofManyCallsThatFailTogetherOneEscalates() {
        // Given
        for (int i = 0; i < 8; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        List<Grant> grants = room.take(8, "cloud/a");

        // When
        grants.forEach(grant -> room.spill(
                grant,
                "exhausted",
                new Spill(
                        plan("cloud/a"),
                        Duration.ZERO,
                        Optional.of(new Spill.Bench(
                                grant.target(), 0, 1, ExhaustionKind.OVERLOADED, Optional.empty(), "503")))));
        room.pass(Duration.ofSeconds(31));
        List<Grant> back = room.take(1, "cloud/a");

        // Then
        assertThat(back).hasSize(1);
    }
}
