package io.spillway.worker;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.spillway.contract.call.Serving;
import io.spillway.contract.job.JobId;
import io.spillway.contract.wire.LogView;
import io.spillway.log.KeyAgreement;
import io.spillway.log.LogUnavailable;
import io.spillway.log.LogWriter;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.StateTable;
import io.spillway.log.Topics;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.KeptExhaustions;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Signals;
import io.spillway.scheduling.TokenStreams;
import io.spillway.scheduling.WorkerReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One worker at work: what it has opened, from the first contact with Kafka and Redis to the last hand-over. */
final class Worker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Worker.class.getName());
    private static final Duration WRITE = Duration.ofSeconds(5);

    private final WorkerIdentity identity;
    private final Serving serving;
    private final Scheduler scheduler;
    private final LogWriter log;
    private final StateTable state;
    private final KeptExhaustions exhaustions;
    private final Running running = new Running();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("timer-", 0).daemon().factory());
    private final Attempting attempting;
    private final Taking taking;
    private final Renewing renewing;
    private final Orders orders;
    private final ReplayingConsumer intake;
    private final Signals signals;
    private final Thread taker;

    /** Opens a worker whose topics exist. */
    Worker(WorkerIdentity identity, int partitions, Serving serving) throws InterruptedException {
        WorkerSettings settings = identity.settings();
        this.identity = identity;
        this.serving = serving;
        this.scheduler = Scheduler.connect(settings.redis(), identity.id(), partitions);
        this.log = LogWriter.open(settings.kafka(), WRITE);
        this.state = StateTable.follow(settings.kafka(), log);
        agree(settings);
        this.exhaustions = KeptExhaustions.of(scheduler, new StateOfExhaustions(state));
        serving.meet(new SeenDevices(scheduler.devices(), System::nanoTime));
        serving.meet(new SeenWaits(scheduler.outlook(), System::nanoTime));
        Company company = new Company();
        this.attempting = attempting(settings, company);
        this.taking = new Taking(
                identity.id(),
                scheduler.waitingRoom(),
                () -> open(company),
                running,
                settings.mostRunning(),
                this::start);
        this.renewing = new Renewing(scheduler.leases(), running, this::report);
        this.orders = new Orders(state, identity.id(), serving, renewing);
        this.intake = ReplayingConsumer.start(
                settings.kafka(), Topics.JOBS, "spillway.workers", scheduler.jobsView(this::deadLetter));
        this.signals = Signals.listen(
                settings.redis(), Map.of(Signals.Topic.WAKE, this::wakeIfServed, Signals.Topic.STOP, this::cancel));
        this.taker = Thread.ofPlatform().name("taking").daemon().start(taking::run);
        timer.scheduleWithFixedDelay(renewing, 0, WorkerSettings.RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
        orders.start(timer);
        serving.probes().forEach(probe -> new Probing(probe, scheduler, identity.id()).start(timer));
    }

    private Attempting attempting(WorkerSettings settings, Company company) {
        Hearing hearing = new Hearing(scheduler.leases());
        Storing storing = new Storing(settings.artifacts());
        TokenStreams tokens = scheduler.tokens(settings.artifacts().keys());
        return new Attempting(
                settings.cluster().targets(),
                running,
                new Runner(serving, tokens, hearing, timer, company, storing),
                hearing,
                storing,
                new LastAnswer(settings.cluster().lastResort(), storing),
                new Reprieve(),
                new Reporter(log, scheduler.leases()),
                new AttemptSpans(GlobalOpenTelemetry.getTracer("io.spillway.worker"), settings.cluster()));
    }

    /** Nothing is taken before it is known that it can be read here, and what is written there. */
    private void agree(WorkerSettings settings) throws InterruptedException {
        while (!state.awaitReady(WRITE)) {
            LOG.log(Level.WARNING, "the state is not read yet");
        }
        KeyAgreement.agree(state, settings.artifacts().keys());
    }

    /** Why Redis does not answer, if it does not. */
    Optional<String> redisAway() {
        return scheduler.whyAway();
    }

    int runningJobs() {
        return running.count();
    }

    private List<Serving.Capacity> open(Company company) {
        return serving.capacities().stream()
                .filter(capacity -> !orders.draining() && !company.closed(capacity.target()))
                .map(new Adjusted(state)::of)
                .toList();
    }

    private void start(Grant grant) {
        RunningJob job = running.add(grant);
        Thread.ofVirtual().name(grant.job().id().value()).start(() -> {
            attempting.attempt(job);
            taking.wake();
        });
    }

    private void wakeIfServed(String plan) {
        if (plan.equals("*")
                || serving.capacities().stream()
                        .anyMatch(capacity -> plan.contains(capacity.target().value() + "~"))) {
            taking.wake();
        }
    }

    private void cancel(String job) {
        JobId.parse(job).stream()
                .flatMap(id -> running.of(id).stream())
                .forEach(found -> found.stop(StopReason.CANCELLED));
    }

    private void deadLetter(LogView.Entry entry) {
        LOG.log(Level.ERROR, "unreadable record of {0} at offset {1}", Topics.JOBS, entry.offset());
        try {
            log.unreadable(Topics.JOBS, entry);
        } catch (LogUnavailable e) {
            throw new IllegalStateException("the dead letter could not be written", e);
        }
    }

    private WorkerReport report() {
        List<Serving.Capacity> capacities = serving.capacities();
        return identity.report(
                        orders.draining(),
                        capacities.stream().map(Serving.Capacity::target).collect(Collectors.toList()),
                        Math.min(
                                identity.settings().mostRunning(),
                                capacities.stream()
                                        .mapToInt(Serving.Capacity::slots)
                                        .sum()),
                        running.count(),
                        serving.engines())
                .looked(serving.providers())
                .loadingInto(serving.memories());
    }

    /** Takes no more, lets what runs go on for a while, hands back the rest, and says goodbye. */
    void drain() throws InterruptedException {
        orders.leaving();
        taking.stop();
        // A take that is on its way may still bring jobs.
        taker.join(WRITE);
        // From here on the partitions are somebody else's to read.
        intake.close();
        timer.execute(renewing);
        awaitIdle(identity.settings().drain());
        running.all().forEach(job -> job.stop(StopReason.DRAINING));
        awaitIdle(WRITE);
        // A renewal after the goodbye would bring this worker back.
        timer.shutdown();
        if (!timer.awaitTermination(WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(Level.INFO, "a renewal is still on its way");
        }
        orders.forget();
        try {
            scheduler.leases().leave(identity.id());
        } catch (RedisUnavailable e) {
            LOG.log(Level.INFO, "left without goodbye: {0}", e.getMessage());
        }
    }

    private void awaitIdle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (running.count() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        taking.stop();
        intake.close();
        signals.close();
        timer.shutdownNow();
        exhaustions.close();
        state.close();
        log.close();
        scheduler.close();
    }
}
