package io.spillway.worker;

import io.spillway.contract.job.Job;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.embedded.EmbeddedRedis;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Spill;
import io.spillway.scheduling.WorkerReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.testing.JobBuilder.aJob;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Taking and renewing on a real Redis of their own; the logs are kept in memory. */
class HeldJobsTest {
    private static final String WORKER = "worker-1";

    @TempDir
    Path folder;

    private EmbeddedRedis redis;
    private Scheduler scheduler;
    private LogView jobs;
    private LogView outcomes;
    private int submitted;
    private final Running running = new Running();

    @BeforeEach
    void open() throws Exception {
        redis = EmbeddedRedis.start(folder);
        scheduler = Scheduler.connect(URI.create(redis.uri()), WORKER, 1);
        jobs = scheduler.jobsView(_ -> {});
        outcomes = scheduler.outcomesView(_ -> {});
        jobs.resume(partition());
        outcomes.resume(partition());
    }

    @AfterEach
    void close() {
        scheduler.close();
        redis.close();
    }

    @Test
    void aRenewalStopsWhatWasCancelledAndWhatIsLostAndNothingElse() {
        // Given
        RunningJob kept = running.add(taken());
        RunningJob cancelled = running.add(taken());
        RunningJob lost = running.add(taken());
        LogEntry cancel = new LogEntry.CancelRequested(
                cancelled.grant().job().id(), cancelled.grant().job().tenant(), Instant.now());
        outcomes.apply(partition(), 0, List.of(new LogView.Entry(0, Wire.encode(cancel))));
        Plan plan = lost.grant().plan();
        scheduler.leases().spill(lost.grant().lease(), Optional.empty(), Spill.back(plan));

        // When
        renewing().run();

        // Then
        assertThat(kept.stopped()).isEmpty();
        assertThat(cancelled.stopped()).contains(StopReason.CANCELLED);
        assertThat(lost.stopped()).contains(StopReason.LOST);
        assertThat(scheduler.views().workers())
                .singleElement()
                .satisfies(worker -> assertThat(worker.id()).isEqualTo(WORKER));
    }

    @Test
    void aJobThatWasLostAndTakenBackGoesOnInItsNewCall() {
        // Given
        RunningJob older = running.add(taken());
        Grant lost = older.grant();
        scheduler.leases().spill(lost.lease(), Optional.empty(), Spill.back(lost.plan()));
        RunningJob newer = running.add(takenAgain(lost));

        // When
        renewing().run();

        // Then
        assertThat(newer.grant().job().id()).isEqualTo(lost.job().id());
        assertThat(older.stopped()).contains(StopReason.LOST);
        assertThat(newer.stopped()).isEmpty();
        assertThat(running.count()).isEqualTo(2);
    }

    @Test
    void withoutRedisARenewalStopsNothing() {
        // Given
        RunningJob job = running.add(taken());

        // When
        redis.close();
        renewing().run();

        // Then
        assertThat(job.stopped()).isEmpty();
    }

    @Test
    void noMoreIsTakenThanThereAreSlots() {
        // Given
        for (int i = 0; i < 9; i++) {
            submit(aJob().targets("gguf/a").build());
            submit(aJob().targets("gguf/b").build());
        }
        FakeServing serving = new FakeServing().slots("gguf/a", 2).slots("gguf/b", 4);
        Queue<RunningJob> granted = new ConcurrentLinkedQueue<>();
        Taking taking = new Taking(
                WORKER,
                scheduler.waitingRoom(),
                serving::capacities,
                running,
                5,
                grant -> granted.add(running.add(grant)));
        Thread thread = Thread.ofPlatform().start(taking::run);

        // When
        await().atMost(10, SECONDS).until(() -> granted.size() == 5);
        RunningJob first = granted.peek();
        running.remove(first);
        taking.wake();

        // Then
        await().atMost(10, SECONDS).until(() -> granted.size() == 6);
        assertThat(running.count()).isEqualTo(5);
        assertThat(running.all().stream()
                        .filter(job -> job.grant().target().model().equals("a")))
                .hasSizeLessThanOrEqualTo(2);
        taking.stop();
        await().atMost(10, SECONDS).until(() -> !thread.isAlive());
        assertThat(granted).as("a stopped worker takes nothing").hasSize(6);
    }

    private Grant taken() {
        Job job = aJob().build();
        submit(job);
        return take(job.plan());
    }

    private Grant takenAgain(Grant before) {
        return take(before.plan());
    }

    private Grant take(Plan plan) {
        Offer offer = new Offer(plan.targets().getFirst(), 1, 1, 1, Limits.NONE);
        return scheduler
                .waitingRoom()
                .take(WORKER, 1, List.of(offer), WorkerSettings.LEASE)
                .grants()
                .getFirst();
    }

    private void submit(Job job) {
        jobs.apply(partition(), submitted, List.of(new LogView.Entry(submitted, Wire.encode(job))));
        submitted++;
    }

    private Renewing renewing() {
        WorkerReport report = new WorkerReport(
                WORKER,
                WORKER,
                Pool.LOCAL,
                "test",
                "here",
                1,
                Instant.now(),
                false,
                List.of(),
                1,
                0,
                List.of(),
                Optional.empty());
        return new Renewing(scheduler.leases(), running, () -> report);
    }

    private static LogView.Partition partition() {
        return new LogView.Partition(0, "topic-id", 0);
    }
}
