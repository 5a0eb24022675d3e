package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.simulation.SimulatedWorker.Call;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Workers, a gateway and providers on the real scripts, in virtual time: an hour takes seconds. */
final class VirtualCluster {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration SAFETY_NET = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final Duration REFUSAL = Duration.ofMillis(100);

    private record Event(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final SplittableRandom random = new SplittableRandom(7);
    private final Logs logs = new Logs(1);
    private final Journal journal = new Journal();
    private final Twin twin;
    private final Map<TargetName, SimulatedProvider> providers;
    private final SimulatedGateway gateway;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<String, Instant> submitted = new HashMap<>();
    /** By job, how long after it was accepted its answer was there. */
    final Map<String, Duration> answered = new HashMap<>();

    private Instant now = START;
    private long eventNumber;
    private long ticks;

    /**
     * @param modelled whether every answer is compared with the model's, which takes a while with many jobs
     * @param offers what each worker serves; their slots are the worker's
     */
    VirtualCluster(
            SimulatedRedis redis,
            boolean modelled,
            List<Offer> offers,
            int workerCount,
            Map<TargetName, SimulatedProvider> providers) {
        redis.flush();
        this.providers = providers;
        this.twin = new Twin(() -> now, modelled ? Optional.of(new ReferenceModel()) : Optional.empty(), journal, logs);
        this.gateway = new SimulatedGateway("gateway", open(redis, "gateway"), twin, logs);
        Report report = new Report(twin, logs, journal, () -> now);
        for (int i = 0; i < workerCount; i++) {
            String name = "worker" + i;
            workers.add(new SimulatedWorker(
                    name,
                    open(redis, name),
                    twin,
                    report,
                    offers,
                    offers.getFirst().slots()));
        }
        read();
        at(now.plus(RENEWAL), this::renew);
        at(now.plus(SAFETY_NET), this::poll);
    }

    private Scheduler open(SimulatedRedis redis, String name) {
        return redis.schedulers().open(name, 1, () -> now.plus(ticks++ % 1_000, ChronoUnit.MICROS));
    }

    Instant now() {
        return now;
    }

    Logs logs() {
        return logs;
    }

    void at(Instant when, Runnable what) {
        events.add(new Event(when, eventNumber++, what));
    }

    Job submit(JobBuilder builder) {
        Job job = builder.acceptedAt(now).build();
        job = DrawnJobs.as(job, JobId.create(now, 0, random));
        gateway.submit(job, 2);
        submitted.put(job.id().value(), now);
        return job;
    }

    /** Everybody reads what there is and takes what they can. */
    void read() {
        for (int turn = 0; turn < 2; turn++) {
            gateway.owners.forEach(owner -> owner.turn(1_000, false));
        }
        SimulatedWorker intake = workers.getFirst();
        intake.owners.forEach(owner -> {
            do {
                owner.turn(500, false);
            } while (!owner.isCaughtUp());
        });
    }

    void take() {
        for (SimulatedWorker worker : workers) {
            int before = worker.calls.size();
            worker.take(true);
            for (Call call : worker.calls.subList(before, worker.calls.size()).toArray(Call[]::new)) {
                begin(worker, call);
            }
        }
    }

    private void begin(SimulatedWorker worker, Call call) {
        Optional<Duration> refused = providers.get(call.grant.target()).call(now);
        Duration latency = refused.isPresent() ? REFUSAL : Duration.ofMillis(500 + random.nextInt(1_000));
        at(now.plus(latency), () -> {
            refused.ifPresentOrElse(
                    hint -> worker.report().exhausted(worker, call, ExhaustionKind.RATE_LIMITED, Optional.of(hint)),
                    () -> worker.report().completed(call));
            worker.finishReport(call);
            if (refused.isEmpty()) {
                String job = call.grant.job().id().value();
                answered.put(job, Duration.between(submitted.get(job), now));
            }
        });
    }

    private void renew() {
        workers.forEach(worker -> worker.renew(false));
        at(now.plus(RENEWAL), this::renew);
    }

    private void poll() {
        at(now.plus(SAFETY_NET), this::poll);
    }

    /** Lets time go by until then, or until nothing is left to be answered; answers whether all is. */
    boolean run(Instant until) {
        read();
        take();
        while (answered.size() < submitted.size() && !events.peek().at().isAfter(until)) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
            read();
            take();
        }
        return answered.size() == submitted.size();
    }
}
