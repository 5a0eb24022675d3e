package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.simulation.SimulatedWorker.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Gateways, workers, logs and a clock, grown from a seed, over one Redis. */
final class World {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final int SLOTS = 3;

    final SplittableRandom random;
    final Shape shape;
    final Logs logs;
    final Journal journal = new Journal();
    final Optional<ReferenceModel> model;
    final Twin twin;
    final SimulatedRedis redis;
    final List<SimulatedGateway> gateways = new ArrayList<>();
    final List<SimulatedWorker> workers = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    private final Report report;
    private final DrawnJobs jobs;
    private Instant now = START;
    private int born;
    private long ticks;
    /** A target whose calls mostly end exhausted at present. */
    Optional<TargetName> sick = Optional.empty();

    World(long seed, SimulatedRedis redis) {
        this.random = new SplittableRandom(seed);
        this.shape = Shape.draw(random);
        this.redis = redis;
        this.jobs = new DrawnJobs(random, shape);
        this.logs = new Logs(shape.partitions());
        this.model = shape.forgetful() ? Optional.empty() : Optional.of(new ReferenceModel());
        this.twin = new Twin(() -> now, model, journal, logs);
        this.report = new Report(twin, logs, journal, () -> now);
        redis.flush();
        IntStream.range(0, 2).forEach(_ -> gateways.add(gateway()));
        shape.crews().forEach(crew -> workers.add(worker(crew)));
        members().forEach(member -> member.owners.forEach(owner -> owner.turn(1, false)));
    }

    SimulatedGateway gateway() {
        String name = "g" + born++;
        return new SimulatedGateway(name, redis.schedulers().open(name, shape.partitions(), this::tick), twin, logs);
    }

    SimulatedWorker worker(List<io.spillway.scheduling.Offer> crew) {
        String name = "w" + born++;
        return new SimulatedWorker(
                name, redis.schedulers().open(name, shape.partitions(), this::tick), twin, report, crew, SLOTS);
    }

    List<Member> members() {
        List<Member> all = new ArrayList<>(gateways);
        all.addAll(workers);
        return all;
    }

    Instant now() {
        return now;
    }

    /** Counts what was done to Redis. */
    long touched() {
        return twin.touched() + journal.losses();
    }

    void say(String what) {
        trace.add(Duration.between(START, now).toMillis() + " ms " + what);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Usually the first, which has the partitions in its care; sometimes another that thinks it has. */
    private <T extends Member> T usually(List<T> list) {
        return chance(80) ? list.getFirst() : any(list);
    }

    // What may happen ----------------------------------------------------------------------------------------------

    void submit() {
        Job job = jobs.draw(now);
        int steps = chance(90) ? 2 : random.nextInt(2);
        say("submit " + job.id() + " " + job.tenant() + " p" + job.priority() + " "
                + job.plan().key() + " until " + job.deadlines().due() + " steps " + steps + " -> "
                + any(gateways).submit(job, steps));
    }

    void appendAgain() {
        List<Job> jobs = logs.accepted().toList();
        if (!jobs.isEmpty()) {
            Job job = any(jobs);
            say("written twice " + job.id());
            logs.append(job);
        }
    }

    void readJobs() {
        read(usually(workers));
    }

    void readOutcomes() {
        read(usually(gateways));
    }

    private void read(Member member) {
        Owner<?> owner = any(member.owners);
        if (chance(3)) {
            owner.rebalance();
        }
        int most = 1 + random.nextInt(8);
        boolean stale = chance(3);
        say(member.name + " reads " + most + " of " + owner.lane.name() + (stale ? " with an old end" : ""));
        owner.turn(most, stale);
    }

    private Optional<SimulatedWorker> awake() {
        SimulatedWorker worker = any(workers);
        return worker.heldUp ? Optional.empty() : Optional.of(worker);
    }

    void take() {
        awake().ifPresent(worker -> {
            boolean heard = chance(93);
            List<Grant> grants = worker.take(heard);
            say(worker.name + " takes " + grants.stream().map(World::told).toList() + (heard ? "" : ", unheard"));
        });
    }

    static String told(Grant grant) {
        return grant.job().id() + " on " + grant.target() + "#" + grant.key() + " attempt " + grant.attempt();
    }

    private Optional<Call> call(SimulatedWorker worker, Predicate<Call> which) {
        List<Call> calls = worker.calls.stream().filter(which).toList();
        return calls.isEmpty() ? Optional.empty() : Optional.of(any(calls));
    }

    void finish() {
        awake().ifPresent(worker -> call(worker, Call::isRunning).ifPresent(call -> {
            boolean falls = sick.equals(Optional.of(call.grant.target())) && chance(70);
            int drawn = falls ? List.of(52, 53, 65, 66, 67, 69).get(random.nextInt(6)) : random.nextInt(100);
            worker.finish(call, drawn, Duration.ofMillis(500 + random.nextInt(90_000)));
            boolean atOnce = chance(70);
            say(worker.name + " finishes " + call.grant.job().id() + " as " + drawn + (atOnce ? ", reported" : ""));
            if (atOnce) {
                worker.finishReport(call);
            } else {
                worker.step(call);
            }
        }));
    }

    void report() {
        awake().ifPresent(worker -> call(worker, call -> !call.isRunning()).ifPresent(call -> {
            say(worker.name + " reports on " + call.grant.job().id());
            worker.step(call);
        }));
    }

    void renew() {
        awake().ifPresent(worker -> {
            boolean stubborn = chance(30);
            say(worker.name + " renews " + worker.calls.size() + (stubborn ? ", stubborn -> " : " -> ")
                    + worker.renew(stubborn));
        });
    }

    void sweep() {
        SimulatedGateway gateway = any(gateways);
        say(gateway.name + " sweeps -> "
                + gateway.sweep(now).stream()
                        .map(e -> e.job() + " " + e.status())
                        .toList());
        if (chance(80)) {
            gateway.write();
        }
    }

    void write() {
        gateways.forEach(SimulatedGateway::write);
        gateways.forEach(SimulatedGateway::revealLate);
    }

    void cancel() {
        List<Job> jobs = logs.accepted().toList();
        if (!jobs.isEmpty()) {
            Job job = any(jobs);
            say("cancel " + job.id());
            logs.append(new LogEntry.CancelRequested(job.id(), job.tenant(), now));
        }
    }

    void reprioritise() {
        List<Job> jobs = logs.accepted().toList();
        if (!jobs.isEmpty()) {
            Job job = any(jobs);
            int priority = random.nextInt(10);
            say("priority of " + job.id() + " is " + priority);
            logs.append(new LogEntry.Reprioritised(job.id(), job.tenant(), priority, now));
        }
    }

    void delete() {
        List<Job> jobs = logs.accepted().toList();
        if (!jobs.isEmpty()) {
            Job job = any(jobs);
            say("delete " + job.id());
            logs.append(new LogEntry.Deleted(job.id(), job.tenant(), now));
        }
    }

    /** A Redis that forgets relies on its clock for fences that never repeat: there it does not step back. */
    void pass(Duration time) {
        if (!shape.forgetful() || !time.isNegative()) {
            now = now.plus(time);
            ticks = 0;
        }
    }

    /** Redis' clock: no two scripts run in the same microsecond. */
    private Instant tick() {
        ticks = Math.min(ticks + 1, 999);
        return now.plus(ticks, ChronoUnit.MICROS);
    }
}
