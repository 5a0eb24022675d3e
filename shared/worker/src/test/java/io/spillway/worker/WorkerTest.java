package io.spillway.worker;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.EngineSettings;
import io.spillway.contract.cluster.LastResort;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.seal.Payload;
import io.spillway.contract.seal.PayloadKeys;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import io.spillway.log.DeadLetters;
import io.spillway.log.LogEnds;
import io.spillway.log.LogWriter;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.StateTable;
import io.spillway.log.Topics;
import io.spillway.log.artifact.FolderStore;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.TargetState;
import io.spillway.scheduling.WorkerReport;
import io.spillway.testing.JobBuilder;
import io.spillway.testing.TestKafka;
import io.spillway.testing.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole workers on a real Kafka and a real Redis; the test is the gateway. */
class WorkerTest {
    /** The same for all tests of this module: they share a Kafka, and whoever comes first makes the topics. */
    static final int PARTITIONS = 2;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Scheduler gateway;
    private static LogWriter log;
    private static ReplayingConsumer outcomes;

    /** Targets of this test alone, so that no other test's worker takes its jobs. */
    private final String a = "gguf/a" + NAMES.incrementAndGet();

    private final String b = "gguf/b" + NAMES.incrementAndGet();
    private final FakeServing models = new FakeServing(a, b);

    private LastResort lastResort = LastResort.NONE;

    @TempDir
    Path artifacts;

    private final List<WorkerProcess> workers = new ArrayList<>();

    @BeforeAll
    static void open() {
        Topics.ensure(TestKafka.bootstrapServers(), PARTITIONS, (short) 1);
        gateway = Scheduler.connect(TestRedis.address(), "gateway", PARTITIONS);
        log = LogWriter.open(TestKafka.bootstrapServers(), Duration.ofSeconds(10));
        outcomes = ReplayingConsumer.start(
                TestKafka.bootstrapServers(), Topics.OUTCOMES, "gateways", gateway.outcomesView(_ -> {}));
    }

    @AfterAll
    static void closeAll() {
        outcomes.close();
        log.close();
        gateway.close();
    }

    @AfterEach
    void close() {
        workers.forEach(WorkerProcess::close);
    }

    private WorkerProcess worker(FakeServing serving) {
        return worker(serving, Duration.ofSeconds(2));
    }

    private WorkerProcess worker(FakeServing serving, Duration drain) {
        WorkerSettings settings = new WorkerSettings(
                "worker-local-1",
                Pool.LOCAL,
                "test",
                new Cluster(
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        lastResort,
                        EngineSettings.DEFAULT,
                        List.of()),
                TestKafka.bootstrapServers(),
                TestRedis.address(),
                PARTITIONS,
                (short) 1,
                100,
                drain,
                new FolderStore(artifacts));
        WorkerProcess process = WorkerProcess.start(settings, serving);
        workers.add(process);
        await().atMost(20, SECONDS).until(process::ready);
        return process;
    }

    private Job submit(JobBuilder job) {
        Job built = job.build();
        log.append(built);
        return built;
    }

    private JobBuilder aJob() {
        return JobBuilder.aJob()
                .partition(NAMES.get() % PARTITIONS)
                .targets(a, b)
                .retry(new Retry(2, List.of(Duration.ofMillis(50))));
    }

    private JobView ended(Job job) {
        return await().atMost(30, SECONDS)
                .until(() -> view(job), view -> view != null && view.status().ended());
    }

    private WorkerReport report() {
        return gateway.views().workers().stream()
                .filter(each -> each.targets().contains(new TargetName(a)))
                .findFirst()
                .orElseThrow();
    }

    private JobView view(Job job) {
        return gateway.views().look(job.id(), job.tenant()) instanceof Look.Found found ? found.view() : null;
    }

    private static List<String> path(JobView view) {
        return view.attempts().stream().map(WorkerTest::line).toList();
    }

    private static String line(Attempt attempt) {
        return attempt.number() + " " + attempt.target() + " " + attempt.outcome();
    }

    @Test
    void aDrainedWorkerEndsWhatItRunsAndTakesNoMoreUntilThatIsUndone() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        models.then(a, FakeServing.answering(begun, go));
        worker(models);
        Job first = submit(aJob());
        assertThat(begun.await(30, SECONDS)).isTrue();
        String id = report().id();
        try (StateTable state = StateTable.follow(TestKafka.bootstrapServers(), log)) {
            // When
            state.put(WorkerOrder.drain(id), Wire.text(new WorkerOrder(Instant.now())));
            await().atMost(30, SECONDS).until(() -> report().draining());
            Job second = submit(aJob());
            await().atMost(30, SECONDS)
                    .until(
                            () -> view(second),
                            view -> view != null
                                    && view.queue()
                                            .filter(queue -> queue.position() > 0)
                                            .isPresent());
            go.countDown();
            // Then
            assertThat(ended(first).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(view(second).status()).isEqualTo(JobStatus.QUEUED);
            // When
            state.remove(WorkerOrder.drain(id));
            // Then
            assertThat(ended(second).status()).isEqualTo(JobStatus.COMPLETED);
            await().atMost(30, SECONDS).until(() -> !report().draining());
        }
    }

    @Test
    void aJobInTheLogEndsInTheLog() {
        // Given
        worker(models.then(a, FakeServing.answer("Hello.")));

        // When
        Job job = submit(aJob());

        // Then
        JobView view = ended(job);
        assertThat(view.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(view.output().orElseThrow().text()).isEqualTo("Hello.");
        assertThat(path(view)).containsExactly("1 " + a + " completed");
        assertThat(view.attempts().getFirst().usage()).isPresent();
        assertThat(view.startedAt()).isPresent();
        assertThat(models.calls).singleElement().satisfies(call -> {
            assertThat(call.job()).isEqualTo(job.id());
            assertThat(call.request()).isEqualTo(job.request());
        });
    }

    private TargetState.Key keyOf(String target) {
        return gateway.exhaustions()
                .states(Map.of(new TargetName(target), 1))
                .getFirst()
                .keys()
                .getFirst();
    }

    @Test
    void whatItBenchesIsKeptInTheLog() throws InterruptedException {
        // Given
        worker(models.then(
                a, new Outcome.Exhausted(ExhaustionKind.RATE_LIMITED, Optional.of(Duration.ofHours(1)), "slow down")));

        // When
        ended(submit(aJob()));

        // Then
        try (StateTable state = StateTable.follow(TestKafka.bootstrapServers(), log)) {
            await().atMost(30, SECONDS)
                    .untilAsserted(() -> assertThat(state.get("exhaustion:" + a + "#0"))
                            .hasValueSatisfying(kept -> assertThat(kept).contains("slow down")));
        }
    }

    @Test
    void whatAProviderSaysRemainsIsKnownToEverybody() {
        // Given
        Allowance said = new Allowance(
                Optional.of(new Allowance.Window(OptionalLong.of(100), 7, Duration.ofMinutes(30))),
                Optional.empty(),
                Instant.now());
        worker(models.then(a, FakeServing.answer("Hello.").with(Optional.of(said))));

        // When
        ended(submit(aJob()));

        // Then
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(keyOf(a).requests().map(TargetState.Left::remaining))
                        .contains(7L));
    }

    @Test
    void theFirstTokenOfAStreamedProbeOpensTheRamp() {
        // Given
        gateway.exhaustions()
                .set(new TargetName(a), 0, ExhaustionKind.OVERLOADED, Duration.ofMillis(1), "a moment ago");
        CountDownLatch end = new CountDownLatch(1);
        worker(models.then(a, (_, tokens, _) -> {
            tokens.append("Hel");
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return FakeServing.answer("Hello.");
        }));

        // When
        Job job = submit(aJob().streamed());

        // Then
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(keyOf(a).allowed()).hasValue(2));
        assertThat(view(job).status()).isEqualTo(JobStatus.IN_PROGRESS);
        end.countDown();
        ended(job);
        assertThat(keyOf(a).allowed()).as("its end does not count again").hasValue(2);
    }

    @Test
    void whatKillsEnginesIsFoundOutAloneAndGivenUpOnAndTheOthersComplete() {
        // Given: an engine dies under three jobs, and the next one under one of them
        Job poison = aJob().targets(a).build();
        Engine engine = new Engine(3, poison.id());
        for (int i = 0; i < 6; i++) {
            models.then(a, engine);
        }
        List<Job> jobs =
                List.of(poison, aJob().targets(a).build(), aJob().targets(a).build());
        worker(models);

        // When
        jobs.forEach(log::append);

        // Then
        List<JobView> views = jobs.stream().map(this::ended).toList();
        assertThat(views.getFirst().status()).isEqualTo(JobStatus.FAILED);
        assertThat(views.getFirst().error().orElseThrow().code()).isEqualTo("engine_crashed");
        assertThat(path(views.getFirst())).containsExactly("1 " + a + " crashed", "2 " + a + " crashed");
        assertThat(views.subList(1, 3))
                .allSatisfy(
                        view -> assertThat(path(view)).containsExactly("1 " + a + " crashed", "2 " + a + " completed"));
        assertThat(engine.besideSuspects).hasValue(1);
        try (DeadLetters letters = DeadLetters.follow(TestKafka.bootstrapServers(), log)) {
            await().atMost(20, SECONDS).until(letters::ready);
            DeadLetters.Summary letter = letters.find(poison.id().value()).orElseThrow();
            assertThat(letters.read(letter))
                    .containsInstanceOf(DeadLetter.OfJob.class)
                    .get(InstanceOfAssertFactories.type(DeadLetter.OfJob.class))
                    .satisfies(whole -> {
                        assertThat(whole.job()).isEqualTo(poison);
                        assertThat(whole.attempts()).hasSize(2);
                        assertThat(whole.reason().code()).isEqualTo("engine_crashed");
                    });
            assertThat(jobs.subList(1, 3))
                    .allSatisfy(
                            job -> assertThat(letters.find(job.id().value())).isEmpty());
        }
    }

    /** Dies under the first calls of all its jobs at once, and after that under one of them. */
    private static final class Engine implements ModelCaller {
        private final CyclicBarrier all;
        private final JobId poison;
        private final AtomicInteger inside = new AtomicInteger();
        /** The most calls at once after the first death. */
        private final AtomicInteger besideSuspects = new AtomicInteger();

        Engine(int jobs, JobId poison) {
            this.all = new CyclicBarrier(jobs);
            this.poison = poison;
        }

        @Override
        public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
            try {
                if (call.attempt() == 1) {
                    all.await(20, SECONDS);
                    return new Outcome.Crashed("signal 6");
                }
                besideSuspects.accumulateAndGet(inside.incrementAndGet(), Math::max);
                // Whoever might be called beside it gets the time to be.
                new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                inside.decrementAndGet();
                return call.job().equals(poison) ? new Outcome.Crashed("signal 6") : FakeServing.answer("alive");
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aJobThatEveryTargetFailsCompletesWithTheAnswerOfLastResort() {
        // Given
        lastResort = new LastResort(Optional.of("Not now."), false, false);
        worker(models.then(a, new Outcome.Refused("no")).then(b, new Outcome.Empty(Usage.NONE)));

        // When
        Job job = submit(aJob());

        // Then
        JobView view = ended(job);
        assertThat(view.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(view.output().orElseThrow().text()).isEqualTo("Not now.");
        assertThat(view.output().orElseThrow().degraded()).isTrue();
        assertThat(view.error()).isEmpty();
        assertThat(path(view)).containsExactly("1 " + a + " refused", "2 " + b + " empty");
    }

    @Test
    void anAnswerBeyondTheLogsMeasureIsKept() {
        // Given
        String text = "y".repeat(13 * 1024 * 1024);
        worker(models.then(a, FakeServing.answer(text)));

        // When
        Job job = submit(aJob());

        // Then
        JobView view = ended(job);
        ArtifactRef ref =
                StoredJson.ref(job.id(), view.output().orElseThrow().body()).orElseThrow();
        assertThat(view.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(StoredJson.load(new FolderStore(artifacts), ref)
                        .orElseThrow()
                        .path("text")
                        .asText())
                .isEqualTo(text);
    }

    @Test
    void jobsThatWaitedBeforeTheWorkerCameEndAll() {
        // Given
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            jobs.add(submit(aJob()));
        }

        // When
        worker(models);

        // Then
        assertThat(jobs).allSatisfy(job -> assertThat(ended(job).status()).isEqualTo(JobStatus.COMPLETED));
        assertThat(models.calls).hasSize(40);
    }

    @Test
    void aFailureThatPassesIsTriedAgain() {
        // Given
        worker(models.then(a, new Outcome.Transient("reset by peer")));

        // When
        Job job = submit(aJob());

        // Then
        JobView view = ended(job);
        assertThat(view.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(path(view)).containsExactly("1 " + a + " transient", "2 " + a + " completed");
        assertThat(view.attempts().getFirst().detail()).isEqualTo("reset by peer");
    }

    @Test
    void aRefusalAndASurpriseSpillToTheNextTarget() {
        // Given
        worker(models.then(a, new Outcome.Refused("context too long")));
        Job refused = submit(aJob());
        JobView first = ended(refused);
        models.then(a, (_, _, _) -> {
            throw new IllegalStateException("a bug");
        });
        models.then(a, FakeServing.answer(" "));

        // When
        Job surprised = submit(aJob());

        // Then
        assertThat(path(first)).containsExactly("1 " + a + " refused", "2 " + b + " completed");
        JobView second = ended(surprised);
        assertThat(path(second)).containsExactly("1 " + a + " transient", "2 " + a + " empty", "3 " + b + " completed");
        assertThat(second.attempts().getFirst().detail()).isEqualTo("unexpected: IllegalStateException");
    }

    @Test
    void anExhaustedTargetIsPassedOverByTheNextJobToo() {
        // Given
        worker(models.then(
                a, new Outcome.Exhausted(ExhaustionKind.RATE_LIMITED, Optional.of(Duration.ofMinutes(1)), "429")));

        // When
        JobView first = ended(submit(aJob()));
        JobView second = ended(submit(aJob()));

        // Then
        assertThat(path(first)).containsExactly("1 " + a + " exhausted", "2 " + b + " completed");
        assertThat(path(second)).containsExactly("1 " + b + " completed");
    }

    @Test
    void aJobThatNoTargetTakesFailsWithTheStory() {
        // Given
        worker(models.then(a, new Outcome.Refused("tools")).then(b, new Outcome.Refused("images")));

        // When
        JobView view = ended(submit(aJob()));

        // Then
        assertThat(view.status()).isEqualTo(JobStatus.FAILED);
        assertThat(view.error().orElseThrow().message()).isEqualTo(a + ": refused, tools; " + b + ": refused, images");
    }

    @Test
    void aRunningJobStopsWhenItIsCancelled() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        worker(models.then(a, FakeServing.hanging(begun)));
        Job job = submit(aJob());
        assertThat(begun.await(20, SECONDS)).isTrue();

        // When
        Instant asked = Instant.now();
        log.append(new LogEntry.CancelRequested(job.id(), job.tenant(), asked));

        // Then
        JobView view = ended(job);
        assertThat(view.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(path(view)).containsExactly("1 " + a + " cancelled");
        assertThat(Duration.between(asked, view.completedAt().orElseThrow())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aCallThatRunsTooLongIsTriedElsewhere() {
        // Given
        worker(models.then(a, FakeServing.hanging(new CountDownLatch(1)))
                .then(a, FakeServing.hanging(new CountDownLatch(1))));

        // When
        JobView view = ended(submit(aJob().runTimeout(Duration.ofMillis(300))));

        // Then
        assertThat(path(view))
                .containsExactly("1 " + a + " transient", "2 " + a + " transient", "3 " + b + " completed");
        assertThat(view.attempts().getFirst().detail()).isEqualTo("still running after PT0.3S (run_timeout)");
    }

    @Test
    void aJobExpiresWhileItRuns() {
        // Given
        worker(models.then(a, FakeServing.hanging(new CountDownLatch(1))));

        // When
        JobView view = ended(submit(aJob().endIn(Duration.ofSeconds(1))));

        // Then
        assertThat(view.status()).isEqualTo(JobStatus.EXPIRED);
    }

    @Test
    void aDrainingWorkerHandsBackWhatItCannotFinish() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        FakeServing leaving = new FakeServing(a).then(a, FakeServing.hanging(begun));
        WorkerProcess first = worker(leaving, Duration.ofMillis(200));
        Job job = submit(aJob().targets(a));
        assertThat(begun.await(20, SECONDS)).isTrue();

        // When
        first.close();
        worker(models);

        // Then
        JobView view = ended(job);
        assertThat(first.ready()).isFalse();
        assertThat(leaving.closed).isTrue();
        assertThat(path(view))
                .as("the attempt that was handed back does not count")
                .containsExactly("1 " + a + " completed");
        assertThat(gateway.views().workers()).as("it has said goodbye").hasSize(1);
    }

    @Test
    void aDrainingWorkerFinishesWhatItCan() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        WorkerProcess leaving = worker(
                models.then(a, (_, _, _) -> {
                    begun.countDown();
                    awaitQuietly(answer);
                    return FakeServing.answer("in time");
                }),
                Duration.ofSeconds(20));
        Job job = submit(aJob());
        assertThat(begun.await(20, SECONDS)).isTrue();

        // When
        Thread closing = Thread.ofPlatform().start(leaving::close);
        await().atMost(5, SECONDS).until(() -> !leaving.ready());
        answer.countDown();
        closing.join();

        // Then
        assertThat(ended(job).output().orElseThrow().text()).isEqualTo("in time");
    }

    @Test
    void aWorkerThatLostItsLeaseStopsAndAnotherFinishesTheJob() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        FakeServing thoughtDead = new FakeServing(a).slots(a, 1).then(a, FakeServing.hanging(begun));
        WorkerProcess first = worker(thoughtDead);
        Job job = submit(aJob().targets(a));
        assertThat(begun.await(20, SECONDS)).isTrue();
        worker(models);

        // When: a sweep finds the lease lapsed, as it would after half a minute without a renewal
        try (Scheduler later = Scheduler.connect(
                        TestRedis.address(),
                        "sweeper",
                        PARTITIONS,
                        Optional.of(InstantSource.offset(InstantSource.system(), Duration.ofSeconds(30))));
                LogEnds ends = new LogEnds(TestKafka.bootstrapServers())) {
            await().atMost(10, SECONDS).until(() -> {
                later.sweeping().sweep(ends);
                return view(job).attempts().size() > 0;
            });
        }

        // Then
        JobView view = ended(job);
        assertThat(path(view)).containsExactly("1 " + a + " lost", "2 " + a + " completed");
        await().atMost(10, SECONDS).until(() -> first.running() == 0);
        assertThat(view(job).attempts()).as("the first one writes nothing more").hasSize(2);
    }

    @Test
    void aStreamedJobsTokensAreWrittenAndOthersAreNot() {
        // Given
        worker(models.then(a, (_, tokens, _) -> {
                    tokens.append("Hel");
                    tokens.append("lo.");
                    return FakeServing.answer("Hello.");
                })
                .then(a, (_, tokens, _) -> {
                    tokens.append("unheard");
                    return FakeServing.answer("Hello.");
                }));

        // When
        Job streamed = submit(aJob().streamed());
        ended(streamed);
        Job plain = submit(aJob());
        ended(plain);

        // Then
        assertThat(gateway.tokens().read(streamed.id(), 0, 10)).hasSizeBetween(2, 3);
        assertThat(gateway.tokens().read(plain.id(), 0, 10)).isEmpty();
        assertThat(models.calls).extracting(call -> call.stream()).containsExactly(true, false);
    }

    @Test
    void anAnswerIsWrittenOnceKafkaIsBack() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        WorkerProcess worker = worker(models.then(a, (_, _, _) -> {
            begun.countDown();
            awaitQuietly(answer);
            return FakeServing.answer("kept");
        }));
        Job job = submit(aJob());
        assertThat(begun.await(20, SECONDS)).isTrue();

        // When
        TestKafka.hang();
        try {
            answer.countDown();
            // Longer than the first report is waited for: the job is kept, still under its lease.
            await().during(Duration.ofSeconds(6)).atMost(10, SECONDS).until(() -> worker.running() == 1);
        } finally {
            TestKafka.goOn();
        }

        // Then
        JobView view = ended(job);
        assertThat(view.output().orElseThrow().text()).isEqualTo("kept");
        assertThat(path(view)).containsExactly("1 " + a + " completed");
        assertThat(models.calls).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aJobWhoseKeyIsNotHereIsKeptWhole() throws InterruptedException {
        // Given
        worker(models);
        PayloadKeys keys = PayloadKeys.parse("gone:" + "A".repeat(43) + "=");
        Job plain = aJob().build();

        // When
        Job job = plain.withRequest(Payload.REQUEST.sealed(keys, plain.id(), plain.request()));
        log.append(job);

        // Then
        JobView view = ended(job);
        assertThat(view.status()).isEqualTo(JobStatus.FAILED);
        assertThat(view.error().orElseThrow().code()).isEqualTo("payload_locked");
        assertThat(view.error().orElseThrow().message()).contains("'gone', which this process does not have");
        assertThat(models.calls).isEmpty();
        try (DeadLetters letters = DeadLetters.follow(TestKafka.bootstrapServers(), log)) {
            DeadLetters.Summary letter = await().atMost(30, SECONDS)
                    .until(() -> letters.find(job.id().value()), Optional::isPresent)
                    .orElseThrow();
            assertThat(letters.read(letter))
                    .hasValueSatisfying(whole -> assertThat(Payload.REQUEST.opened(
                                    keys,
                                    job.id(),
                                    ((DeadLetter.OfJob) whole).job().request()))
                            .isEqualTo(plain.request()));
        }
    }
}
