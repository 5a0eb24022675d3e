package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.embedded.EmbeddedRedis;
import io.spillway.embedded.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

import static java.util.stream.Collectors.toList;

/**
 * The scripts on a real Redis with a clock that a test moves, and two logs kept in memory: one partition each, which
 * the views replay as the consumers of the real log do.
 */
final class Room implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final EmbeddedRedis REDIS = startRedis();

    final List<byte[]> jobs = new ArrayList<>();
    final List<byte[]> outcomes = new ArrayList<>();
    private final Map<String, Long> readFrom = new HashMap<>();
    private final List<Scheduler> opened = new ArrayList<>();
    private Instant now = START;
    private final AtomicLong ticks = new AtomicLong();
    final Scheduler gateway;
    final Scheduler worker;
    final LogView jobsView;
    final LogView outcomesView;

    private final Optional<TestSchedulers> spoilt;

    Room() {
        this(Optional.empty());
    }

    /** @param change given the name and the text of a Lua file, what is to be run instead */
    Room(BinaryOperator<String> change) {
        this(Optional.of(new TestSchedulers(RedisClient.create(address()), change)));
    }

    private Room(Optional<TestSchedulers> spoilt) {
        this.spoilt = spoilt;
        flush();
        gateway = process("gateway");
        worker = process("worker");
        jobsView = worker.jobsView(_ -> {});
        outcomesView = gateway.outcomesView(_ -> {});
        replay();
    }

    static URI address() {
        return URI.create(REDIS.uri());
    }

    Scheduler process(String name) {
        Scheduler scheduler = spoilt.map(doors -> doors.open(name, 1, this::tick))
                .orElseGet(() -> Scheduler.connect(address(), name, 1, Optional.of(this::tick)));
        opened.add(scheduler);
        return scheduler;
    }

    static void flush() {
        try (Jedis jedis = new Jedis("127.0.0.1", REDIS.port())) {
            jedis.flushAll();
        }
    }

    /** Everything Redis holds now, to be put back later: a Redis that has lost what came after. */
    static Map<String, byte[]> dump() {
        try (Jedis jedis = new Jedis("127.0.0.1", REDIS.port())) {
            return jedis.keys("*").stream().collect(Collectors.toMap(key -> key, jedis::dump));
        }
    }

    static void restore(Map<String, byte[]> dump) {
        try (Jedis jedis = new Jedis("127.0.0.1", REDIS.port())) {
            jedis.flushAll();
            dump.forEach((key, value) -> jedis.restore(key, 0, value));
        }
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        ticks.set(0);
    }

    /** Redis' clock: no two scripts run in the same microsecond. */
    private Instant tick() {
        return now.plus(Math.min(ticks.incrementAndGet(), 999), ChronoUnit.MICROS);
    }

    /** Accepts a job as the gateway does, and lets the workers' intake read it. */
    Job submit(Job job) {
        gateway.admission().admit(job, 1_000_000);
        jobs.add(Wire.encode(job));
        gateway.admission().reveal(job);
        replay();
        return job;
    }

    /** Writes to the log and lets the gateway settle it. */
    void log(LogEntry entry) {
        outcomes.add(Wire.encode(entry));
        replay();
    }

    /** Does what the partitions' owners do: resume, seek, apply, until both views are at their log's end. */
    void replay() {
        replay("jobs", jobsView, jobs);
        replay("outcomes", outcomesView, outcomes);
        if (gateway.recovering()) {
            // The recovery ends no sooner than a renewal interval after it began.
            pass(Duration.ofSeconds(6));
            replay("jobs", jobsView, jobs);
            replay("outcomes", outcomesView, outcomes);
        }
    }

    private void replay(String topic, LogView view, List<byte[]> log) {
        LogView.Partition partition = new LogView.Partition(0, "topic-id", log.size());
        long next = view.resume(partition);
        readFrom.put(topic, next);
        while (next < log.size()) {
            List<LogView.Entry> batch = new ArrayList<>();
            for (long offset = next; offset < log.size(); offset++) {
                batch.add(new LogView.Entry(offset, log.get((int) offset)));
            }
            next = view.apply(partition, next, batch);
        }
    }

    List<Grant> take(int most, String... targets) {
        return take(worker, most, targets);
    }

    List<Grant> take(Scheduler who, int most, String... targets) {
        List<Offer> offers = Arrays.stream(targets)
                .map(target -> new Offer(new TargetName(target), 1, 1, most, Limits.NONE))
                .collect(toList());
        return who.waitingRoom().take("worker", most, offers, LEASE).grants();
    }

    Renewed renew(Scheduler who, String id, Collection<Grant> grants) {
        WorkerReport report = new WorkerReport(
                id, id, Pool.LOCAL, "test", "here", 1, START, false, List.of(), 1, 0, List.of(), Optional.empty());
        return who.leases().renew(report, grants, LEASE);
    }

    Attempt attempt(Grant grant, String outcome) {
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

    /** The worker has an answer. */
    void complete(Grant grant, String text) {
        log(new LogEntry.JobEnded(
                grant.job().id(),
                grant.job().tenant(),
                JobStatus.COMPLETED,
                now,
                Optional.of(attempt(grant, "completed")),
                Optional.of(Output.chat(text, "stop")),
                Optional.empty(),
                Duration.ofHours(1)));
    }

    /** The worker has none, and the job goes on as {@code spill} says. */
    boolean spill(Grant grant, String outcome, Spill spill) {
        Attempt attempt = attempt(grant, outcome);
        log(new LogEntry.AttemptEnded(grant.job().id(), grant.job().tenant(), attempt, spill.left()));
        return worker.leases().spill(grant.lease(), Optional.of(attempt), spill);
    }

    void cancel(Job job) {
        log(new LogEntry.CancelRequested(job.id(), job.tenant(), now));
    }

    /** Sweeps as a gateway does, and writes the ends it is given. */
    List<Ending> sweep() {
        Swept swept = gateway.sweeping().sweep(this::ends);
        swept.lost().forEach(this::log);
        List<Ending> endings = swept.endings();
        for (Ending ending : endings) {
            log(new LogEntry.JobEnded(
                    ending.job(),
                    ending.tenant(),
                    ending.status(),
                    now,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ending.resultTtl()));
        }
        return endings;
    }

    private Map<Integer, Long> ends(Set<Integer> partitions) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> (long) outcomes.size()));
    }

    JobView view(Job job) {
        return switch (gateway.views().look(job.id(), job.tenant())) {
            case Look.Found found -> found.view();
            case Look.Unknown _ -> throw new AssertionError("unknown: " + job.id());
            case Look.Resting _ -> throw new AssertionError("resting: " + job.id());
        };
    }

    JobStatus status(Job job) {
        return view(job).status();
    }

    static List<JobId> ids(List<Grant> grants) {
        return grants.stream().map(grant -> grant.job().id()).toList();
    }

    static Plan plan(String... targets) {
        return new Plan(Arrays.stream(targets)
                .map(target -> new Plan.Choice(new TargetName(target), Plan.Choice.DEFAULT_PATIENCE))
                .toList());
    }

    @Override
    public void close() {
        opened.forEach(Scheduler::close);
    }

    private static EmbeddedRedis startRedis() {
        try {
            ScratchFolder folder = ScratchFolder.make("spillway-redis");
            EmbeddedRedis redis = EmbeddedRedis.start(folder.path());
            folder.goAtExit(redis);
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
