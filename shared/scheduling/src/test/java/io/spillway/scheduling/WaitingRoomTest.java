package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
                .take("w", 1, List.of(new Offer(new TargetName("gguf/demo"), 1, 1, 1, Limits.NONE)), Room.LEASE);
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
        List<Offer> offers = List.of(new Offer(
                new TargetName("cloud/a"),
                1,
                1,
                5,
                new Limits(OptionalInt.of(2), OptionalInt.empty(), OptionalInt.empty())));

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
                                grant.target(), 0, ExhaustionKind.OVERLOADED, Optional.empty(), "503")))));
        room.pass(Duration.ofSeconds(31));
        List<Grant> back = room.take(1, "cloud/a");

        // Then
        assertThat(back).hasSize(1);
    }

    private Offer offer(String target, int keys, int primary, int slots, Limits limits) {
        return new Offer(new TargetName(target), keys, primary, slots, limits);
    }

    private List<Grant> take(Offer offer) {
        return room.worker
                .waitingRoom()
                .take("worker", offer.slots(), List.of(offer), Room.LEASE)
                .grants();
    }

    private void exhaust(Grant grant, ExhaustionKind kind, Duration time) {
        room.spill(
                grant,
                "exhausted",
                new Spill(
                        grant.plan(),
                        Duration.ZERO,
                        Optional.of(new Spill.Bench(grant.target(), grant.key(), kind, Optional.of(time), "429"))));
    }

    @Test
    void afterAnExhaustionOneProbeGoesFirstAndTheRestFollowsInGrowingSteps() {
        // Given
        for (int i = 0; i < 50; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        exhaust(room.take(1, "cloud/a").getFirst(), ExhaustionKind.RATE_LIMITED, Duration.ofSeconds(10));
        room.pass(Duration.ofSeconds(11));

        // When
        List<Grant> probe = room.take(20, "cloud/a");
        List<Grant> whileItRuns = room.take(20, "cloud/a");
        room.complete(probe.getFirst(), "back");
        List<Grant> second = room.take(20, "cloud/a");
        second.forEach(grant -> room.complete(grant, "fine"));
        List<Grant> third = room.take(20, "cloud/a");

        // Then
        assertThat(probe).hasSize(1);
        assertThat(whileItRuns).isEmpty();
        assertThat(second).hasSize(2);
        assertThat(third).hasSize(4);
    }

    @Test
    void aProbeThatFailsBenchesLonger() {
        // Given
        for (int i = 0; i < 3; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        Spill.Bench overloaded =
                new Spill.Bench(new TargetName("cloud/a"), 0, ExhaustionKind.OVERLOADED, Optional.empty(), "503");
        Spill spill = new Spill(plan("cloud/a"), Duration.ZERO, Optional.of(overloaded));
        room.spill(room.take(1, "cloud/a").getFirst(), "exhausted", spill);
        room.pass(Duration.ofSeconds(31));

        // When
        room.spill(room.take(1, "cloud/a").getFirst(), "exhausted", spill);
        room.pass(Duration.ofSeconds(59));
        List<Grant> early = room.take(1, "cloud/a");
        room.pass(Duration.ofSeconds(2));
        List<Grant> back = room.take(1, "cloud/a");

        // Then
        assertThat(early).isEmpty();
        assertThat(back).hasSize(1);
    }

    @Test
    void aKeyWithoutCreditIsOutForAllTargetsOfItsProvider() {
        // Given
        room.submit(job().targets("cloud/a").build());
        room.submit(job().targets("cloud/b").build());
        Grant grant = room.take(1, "cloud/a").getFirst();

        // When
        exhaust(grant, ExhaustionKind.BILLING, Duration.ofHours(1));

        // Then
        assertThat(room.take(2, "cloud/a", "cloud/b")).isEmpty();
    }

    @Test
    void aReserveKeyIsUsedOnlyWhileTheOthersAreBenched() {
        // Given
        for (int i = 0; i < 6; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        Limits one = new Limits(OptionalInt.of(1), OptionalInt.empty(), OptionalInt.empty());
        Offer offer = offer("cloud/a", 3, 2, 4, one);

        // When
        List<Grant> usual = take(offer);
        exhaust(usual.get(0), ExhaustionKind.RATE_LIMITED, Duration.ofSeconds(20));
        List<Grant> oneBenched = take(offer);
        exhaust(usual.get(1), ExhaustionKind.RATE_LIMITED, Duration.ofSeconds(20));
        List<Grant> allBenched = take(offer);

        // Then
        assertThat(usual).extracting(Grant::key).containsExactly(0, 1);
        assertThat(oneBenched).isEmpty();
        assertThat(allBenched).extracting(Grant::key).containsExactly(2);
    }

    @Test
    void callsAMinuteAreNeverExceededInAnySixtySeconds() {
        // Given
        for (int i = 0; i < 12; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        Offer offer =
                offer("cloud/a", 1, 1, 20, new Limits(OptionalInt.empty(), OptionalInt.of(5), OptionalInt.empty()));

        // When
        List<Grant> first = take(offer);
        room.pass(Duration.ofSeconds(59));
        List<Grant> early = take(offer);
        room.pass(Duration.ofSeconds(2));
        List<Grant> later = take(offer);

        // Then
        assertThat(first).hasSize(5);
        assertThat(early).isEmpty();
        assertThat(later).hasSize(5);
    }

    @Test
    void tokensAMinuteAreHeldBack() {
        // Given: each job may cost some 270 tokens
        for (int i = 0; i < 12; i++) {
            room.submit(job().targets("cloud/a").build());
        }
        Offer offer =
                offer("cloud/a", 1, 1, 20, new Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(1000)));

        // When
        List<Grant> first = take(offer);
        room.pass(Duration.ofSeconds(61));
        List<Grant> later = take(offer);

        // Then
        assertThat(first).hasSize(4);
        assertThat(later).hasSize(4);
    }

    @Test
    void anOperatorTakesATargetOutAndPutsItBack() {
        // Given
        TargetName target = new TargetName("cloud/a");
        for (int i = 0; i < 3; i++) {
            room.submit(job().targets("cloud/a").build());
        }

        // When
        room.gateway.exhaustions().set(target, 0, ExhaustionKind.OPERATOR, Duration.ofHours(1), "maintenance");
        List<Grant> whileOut = room.take(3, "cloud/a");
        TargetState out = room.gateway.exhaustions().states(Map.of(target, 1)).getFirst();
        boolean cleared = room.gateway.exhaustions().clear(target, 0);
        List<Grant> back = room.take(3, "cloud/a");

        // Then
        assertThat(whileOut).isEmpty();
        assertThat(out.available()).isFalse();
        assertThat(out.waiting()).isEqualTo(3);
        assertThat(out.keys().getFirst().kind()).contains(ExhaustionKind.OPERATOR);
        assertThat(out.until()).contains(room.now().plus(Duration.ofHours(1)));
        assertThat(cleared).isTrue();
        assertThat(back).hasSize(1);
    }

    @Test
    void aTenantsJobsOfTwoRoutesAreServedInTheOrderTheyCame() {
        // Given: the first plan's name sorts before the second's
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(room.submit(job().targets("cloud/a").build()));
            room.pass(Duration.ofMillis(1));
            jobs.add(room.submit(job().targets("cloud/a", "gguf/demo").build()));
            room.pass(Duration.ofMillis(1));
        }

        // When
        List<Grant> grants = room.take(6, "cloud/a");

        // Then
        assertThat(ids(grants)).isEqualTo(jobs.stream().map(Job::id).toList());
    }

    @Test
    void aJobWaitsOnThePlanThatWasWrittenDown() {
        // Given: a gateway dies between the door and the log, and the submission comes again after the routes changed
        Job asked = job().idempotency("key", "print").targets("cloud/a").build();
        room.gateway.admission().admit(asked, 100);
        Job written = new Job(
                asked.id(),
                asked.tenant(),
                asked.type(),
                asked.model(),
                plan("cloud/b"),
                asked.retry(),
                asked.request(),
                asked.acceptedAt(),
                asked.deadlines(),
                asked.priority(),
                asked.weight(),
                asked.fallback(),
                asked.stream(),
                asked.metadata(),
                asked.idempotency());

        // When
        room.submit(written);

        // Then
        assertThat(room.take(1, "cloud/a")).isEmpty();
        assertThat(ids(room.take(1, "cloud/b"))).containsExactly(asked.id());
    }
}
