package io.spillway.scheduling.bench;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Spill;
import io.spillway.scheduling.TestSchedulers;
import io.spillway.scheduling.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import redis.clients.jedis.UnifiedJedis;

import static io.spillway.testing.JobBuilder.aJob;

/** One waiting room of a given size, and what is done in it. */
final class Measured {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final int TENANTS = 20;
    private static final int RUNS = 400;
    private static final int WARM = 200;
    private static final int THROUGHPUT_JOBS = 10_000;
    private static final int BATCH = 500;
    private static final int AT_ONCE = 32;
    private static final List<TargetName> TARGETS =
            List.of(new TargetName("openai/a"), new TargetName("openai/b"), new TargetName("gguf/c"));
    private static final List<String[]> PLANS = List.of(
            new String[] {"openai/a", "openai/b", "gguf/c"}, new String[] {"openai/b", "gguf/c"}, new String[] {"gguf/c"
            });

    private final UnifiedJedis redis;
    private final ServerTime time;
    private final Scheduler worker;
    private final LogView jobs;
    private final LogView outcomes;
    private long nextJob;
    private long nextOutcome;
    private int made;

    Measured(UnifiedJedis redis) {
        this.redis = redis;
        this.time = new ServerTime(redis);
        this.worker = new TestSchedulers(redis, (_, text) -> text).open("bench", 1, InstantSource.system());
        this.jobs = worker.jobsView(_ -> {});
        this.outcomes = worker.outcomesView(_ -> {});
        jobs.resume(new LogView.Partition(0, "topic", 0));
        outcomes.resume(new LogView.Partition(0, "topic", 0));
    }

    private Job job() {
        int number = made++;
        return aJob().tenant("tenant" + number % TENANTS)
                .priority(List.of(2, 5, 8).get(number % 3))
                .targets(PLANS.get(number % PLANS.size()))
                .acceptedAt(Instant.now())
                .build();
    }

    private void schedule(List<byte[]> records) {
        List<LogView.Entry> entries = new ArrayList<>();
        for (byte[] job : records) {
            entries.add(new LogView.Entry(nextJob + entries.size(), job));
        }
        nextJob = jobs.apply(new LogView.Partition(0, "topic", 0), nextJob, entries);
    }

    private void settle(List<LogEntry> records) {
        List<LogView.Entry> entries = new ArrayList<>();
        for (LogEntry record : records) {
            entries.add(new LogView.Entry(nextOutcome + entries.size(), Wire.encode(record)));
        }
        nextOutcome = outcomes.apply(new LogView.Partition(0, "topic", 0), nextOutcome, entries);
    }

    /** Fills the waiting room, and says what a job in it costs beyond its record. */
    void fill(int size) {
        long before = Long.parseLong(Machine.info(redis, "memory", "used_memory"));
        long payload = 0;
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] record = Wire.encode(job());
            payload += record.length;
            batch.add(record);
            if (batch.size() == BATCH || i == size - 1) {
                schedule(batch);
                batch.clear();
            }
        }
        long used = Long.parseLong(Machine.info(redis, "memory", "used_memory")) - before;
        System.out.printf(
                "  %-28s %,d bytes a job beyond its record of %,d%n",
                "memory", (used - payload) / size, payload / size);
    }

    private static List<Offer> offers(int slots) {
        Limits limits = new Limits(OptionalInt.of(1_000_000), OptionalInt.empty(), OptionalInt.empty());
        return TARGETS.stream()
                .map(target -> new Offer(target, 1, 1, slots, limits))
                .toList();
    }

    private Grant take() {
        return worker.waitingRoom()
                .take("bench", 1, offers(AT_ONCE), LEASE)
                .grants()
                .getFirst();
    }

    private static Attempt attempt(Grant grant, String outcome) {
        Instant now = Instant.now();
        return new Attempt(
                grant.attempt(),
                grant.lease().fence(),
                grant.target(),
                now,
                now,
                outcome,
                "",
                Optional.empty(),
                Optional.empty());
    }

    private static LogEntry ended(Grant grant) {
        return new LogEntry.JobEnded(
                grant.job().id(),
                grant.job().tenant(),
                JobStatus.COMPLETED,
                Instant.now(),
                Optional.of(attempt(grant, "completed")),
                Optional.of(Output.chat("hello yourself", "stop")),
                Optional.empty(),
                Duration.ofHours(1));
    }

    private void renew(List<Grant> grants) {
        WorkerReport report = new WorkerReport(
                "bench",
                "bench",
                Pool.CLOUD,
                "",
                "",
                1,
                Instant.EPOCH,
                false,
                TARGETS,
                1,
                1,
                List.of(),
                Optional.empty());
        worker.leases().renew(report, grants, LEASE);
    }

    /** The median of each script, as its caller sees it and as Redis counts it. */
    void scripts() {
        double[][] seen = new double[5][RUNS];
        double[][] inside = new double[5][RUNS];
        for (int run = -WARM; run < RUNS; run++) {
            int at = Math.max(run, 0);
            byte[] record = Wire.encode(job());
            time.of(() -> schedule(List.of(record)), seen[0], inside[0], at);
            Grant[] grant = new Grant[1];
            time.of(() -> grant[0] = take(), seen[1], inside[1], at);
            time.of(() -> renew(List.of(grant[0])), seen[2], inside[2], at);
            Attempt attempt = attempt(grant[0], "transient");
            time.of(
                    () -> worker.leases().spill(grant[0].lease(), Optional.of(attempt), Spill.back(grant[0].plan())),
                    seen[3],
                    inside[3],
                    at);
            Grant again = take();
            LogEntry end = ended(again);
            time.of(() -> settle(List.of(end)), seen[4], inside[4], at);
        }
        List<String> names = List.of("schedule", "take + grant", "renew (one lease)", "spill", "settle");
        for (int i = 0; i < names.size(); i++) {
            System.out.printf(
                    "  %-28s %6.0f us in Redis, %6.0f us for the caller (median of %d)%n",
                    names.get(i), median(inside[i]), median(seen[i]), RUNS);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Intake, take and settle of many jobs, in the batches in which consumers and workers do it. */
    void throughput() {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < THROUGHPUT_JOBS; i++) {
            records.add(Wire.encode(job()));
        }
        long began = System.nanoTime();
        double busy = time.spent();
        int done = 0;
        while (done < THROUGHPUT_JOBS) {
            if (done % BATCH < AT_ONCE) {
                schedule(
                        records.subList(done / BATCH * BATCH, Math.min(THROUGHPUT_JOBS, done / BATCH * BATCH + BATCH)));
            }
            List<Grant> grants = worker.waitingRoom()
                    .take("bench", AT_ONCE, offers(AT_ONCE), LEASE)
                    .grants();
            settle(grants.stream().map(Measured::ended).toList());
            done += grants.size();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "  %-28s %,.0f jobs/s (one thread; %,.0f us a job in Redis)%n",
                "intake + take + settle", done / seconds, (time.spent() - busy) / done);
    }
}
