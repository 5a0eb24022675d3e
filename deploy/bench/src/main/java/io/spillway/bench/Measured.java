package io.spillway.bench;

import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Spill;
import io.spillway.scheduling.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import redis.clients.jedis.UnifiedJedis;

/** One waiting room of a given size, and what is done in it. */
final class Measured {
    private static final Duration LEASE = Duration.ofMinutes(10);
    /** Calls in a round; rounds measured, and before them not. */
    private static final int CALLS = 50;

    private static final int ROUNDS = 40;
    private static final int WARM = 20;
    private static final int THROUGHPUT_JOBS = 10_000;
    /** Below this Redis' own changes outweigh the jobs. */
    private static final int ENOUGH_TO_WEIGH = 1_000;

    private static final int BATCH = 500;
    private static final int AT_ONCE = 32;
    private final UnifiedJedis redis;
    private final ServerTime time;
    private final Scheduler worker;
    private final LogView jobs;
    private final LogView outcomes;
    private long nextJob;
    private long nextOutcome;
    private final WaitingJobs waiting = new WaitingJobs();

    /** @param worker a scheduler over the same Redis, which is empty */
    Measured(UnifiedJedis redis, Scheduler worker) {
        this.redis = redis;
        this.time = new ServerTime(redis);
        this.worker = worker;
        this.jobs = worker.jobsView(_ -> {});
        this.outcomes = worker.outcomesView(_ -> {});
        jobs.resume(new LogView.Partition(0, "topic", 0));
        outcomes.resume(new LogView.Partition(0, "topic", 0));
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
            byte[] record = Wire.encode(waiting.next());
            payload += record.length;
            batch.add(record);
            if (batch.size() == BATCH || i == size - 1) {
                schedule(batch);
                batch.clear();
            }
        }
        if (size < ENOUGH_TO_WEIGH) {
            return;
        }
        long used = Long.parseLong(Machine.info(redis, "memory", "used_memory")) - before;
        System.out.printf(
                "  %-28s %,d bytes a job beyond its record of %,d%n",
                "memory", (used - payload) / size, payload / size);
    }

    private static List<Offer> offers(int slots) {
        Limits limits = new Limits(OptionalInt.of(1_000_000), OptionalInt.empty(), OptionalInt.empty());
        return WaitingJobs.TARGETS.stream()
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
                WaitingJobs.TARGETS,
                1,
                1,
                List.of(),
                Optional.empty());
        worker.leases().renew(report, grants, LEASE);
    }

    /** Each script, called one by one in rounds: the median call as its caller sees it, the median round in Redis. */
    void scripts() {
        ServerTime.Series schedule = time.series("schedule");
        ServerTime.Series take = time.series("take + grant");
        ServerTime.Series renew = time.series("renew (one lease)");
        ServerTime.Series spill = time.series("spill");
        ServerTime.Series settle = time.series("settle");
        for (int round = 0; round < WARM + ROUNDS; round++) {
            if (round == WARM) {
                List.of(schedule, take, renew, spill, settle).forEach(ServerTime.Series::clear);
            }
            List<byte[]> records = made(CALLS);
            schedule.of(records, record -> schedule(List.of(record)));
            List<Grant> grants = new ArrayList<>();
            take.of(records, _ -> grants.add(take()));
            renew.of(grants, grant -> renew(List.of(grant)));
            spill.of(
                    grants,
                    grant -> worker.leases()
                            .spill(grant.lease(), Optional.of(attempt(grant, "transient")), Spill.back(grant.plan())));
            List<Grant> again = new ArrayList<>();
            records.forEach(_ -> again.add(take()));
            settle.of(again, grant -> settle(List.of(ended(grant))));
        }
        List.of(schedule, take, renew, spill, settle).forEach(ServerTime.Series::print);
    }

    private List<byte[]> made(int count) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(Wire.encode(waiting.next()));
        }
        return records;
    }

    /** Intake, take and settle of many jobs, in the batches in which consumers and workers do it. */
    void throughput() {
        List<byte[]> records = made(THROUGHPUT_JOBS);
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
