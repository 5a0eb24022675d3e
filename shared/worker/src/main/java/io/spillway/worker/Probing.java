package io.spillway.worker;

import io.spillway.contract.call.HealthProbe;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.HealthReport;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/**
 * Asks one provider again and again whether it is well. Of all workers the first whose turn comes asks for all; one that
 * is not well is benched for everybody, and once it is well again its targets are used again at once.
 */
final class Probing implements Runnable {
    private static final Logger LOG = System.getLogger(Probing.class.getName());
    private static final Duration FIRST = Duration.ofSeconds(5);

    private final HealthProbe probe;
    private final Scheduler scheduler;
    private final String worker;

    Probing(HealthProbe probe, Scheduler scheduler, String worker) {
        this.probe = probe;
        this.scheduler = scheduler;
        this.worker = worker;
    }

    /** Asks every so often, each worker at times of its own, until the timer is stopped. */
    void start(ScheduledExecutorService timer) {
        long every = probe.every().toMillis();
        long first = ThreadLocalRandom.current().nextLong(1, Math.min(every, FIRST.toMillis()) + 1);
        long pause = every + ThreadLocalRandom.current().nextLong(-every / 10, every / 10 + 1);
        // On a thread of its own: leases are renewed on the timer's.
        timer.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().name("probing").start(this), first, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        try {
            // Shorter than any pause, so that the one whose turn it was does not find it taken by itself.
            if (scheduler
                    .health()
                    .claim(
                            probe.provider(),
                            worker,
                            probe.every().multipliedBy(4).dividedBy(5))) {
                ask();
            }
        } catch (RedisUnavailable e) {
            LOG.log(Level.DEBUG, "no probe provider={0}: {1}", probe.provider(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        Optional<String> trouble = probe.trouble();
        HealthReport report = new HealthReport(trouble.isEmpty(), Instant.now(), trouble.orElse(""));
        Optional<HealthReport> before = scheduler.health().tell(probe.provider(), report);
        boolean wasWell = before.map(HealthReport::well).orElse(true);
        if (wasWell != report.well()) {
            LOG.log(Level.INFO, "provider={0} well={1} {2}", probe.provider(), report.well(), report.detail());
        }
        if (!report.well()) {
            // Until after the next probe, which prolongs it.
            Duration time = probe.every().multipliedBy(2);
            String why = "health check: " + report.detail();
            each((target, key) -> scheduler.exhaustions().set(target, key, ExhaustionKind.UNHEALTHY, time, why));
        } else if (!wasWell) {
            each(scheduler.exhaustions()::recover);
        }
    }

    private void each(ObjIntConsumer<TargetName> action) {
        for (TargetName target : probe.targets()) {
            for (int key = 0; key < probe.keys(); key++) {
                action.accept(target, key);
            }
        }
    }
}
