package io.spillway.gateway.outcomes;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.Ending;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Signals;
import io.spillway.scheduling.Swept;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends what is overdue or cancelled and runs nowhere: once a second, and when told that there is something. Every
 * gateway sweeps; the scheduler hands each end to one of them only, and to another if that one does not write it.
 */
@Singleton
public class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final long EVERY_MS = 1_000;
    private static final Swept NOTHING = new Swept(List.of(), List.of());

    private final BackboneSettings settings;
    private final Semaphore wanted = new Semaphore(0);
    private @Nullable Thread thread;
    private @Nullable Signals signals;

    Sweep(BackboneSettings settings) {
        this.settings = settings;
    }

    void onOpen(@Observes Connections connections) {
        signals = Signals.listen(settings.redis(), Map.of(Signals.Topic.SWEEP, _ -> wanted.release()));
        thread = Thread.ofVirtual().name("sweep").start(() -> sweep(connections));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (signals != null) {
            signals.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void sweep(Connections connections) {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                if (wanted.tryAcquire(EVERY_MS, TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
                Swept swept = once(connections);
                writers.execute(() -> swept.lost().forEach(attempt -> lose(connections, attempt)));
                swept.endings().forEach(ending -> writers.execute(() -> end(connections, ending)));
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    private static Swept once(Connections connections) {
        try {
            return connections.scheduler().sweeping().sweep(connections.ends());
        } catch (RedisUnavailable | LogUnavailable e) {
            LOG.debugf("not swept: %s", e.getMessage());
            return NOTHING;
        } catch (RuntimeException e) {
            LOG.error("not swept", e);
            return NOTHING;
        }
    }

    /** Redis knows of it already; should this not be written, Redis alone does. */
    private static void lose(Connections connections, LogEntry.AttemptEnded attempt) {
        try {
            connections
                    .log()
                    .append(new LogEntry.AttemptEnded(
                            attempt.job(),
                            attempt.tenant(),
                            attempt.attempt().by(key(connections, attempt.job())),
                            attempt.left()));
        } catch (LogUnavailable e) {
            LOG.warnf("lost attempt not written job=%s: %s", attempt.job(), e.getMessage());
        }
    }

    /** Whose bill a lost call is on: its worker cannot say so any more. */
    private static Optional<String> key(Connections connections, JobId job) {
        try {
            return switch (connections.scheduler().views().lookAsOperator(job)) {
                case Look.Found(JobView view) -> view.job().key();
                case Look.Unknown _, Look.Resting _ -> Optional.empty();
            };
        } catch (RedisUnavailable e) {
            return Optional.empty();
        }
    }

    private static void end(Connections connections, Ending ending) {
        try {
            if (ending.status() == JobStatus.FAILED) {
                connections.log().append(letter(ending));
            }
            connections.log().append(entry(ending));
            LOG.infof(
                    "ended job=%s tenant=%s status=%s",
                    ending.job(), ending.tenant(), ending.status().word());
        } catch (LogUnavailable e) {
            LOG.warnf("end not written yet job=%s: %s", ending.job(), e.getMessage());
        }
    }

    private static DeadLetter letter(Ending ending) {
        return new DeadLetter.OfJob(
                ending.record(),
                ending.attempts(),
                Optional.of(ending.attempts())
                        .filter(list -> !list.isEmpty())
                        .map(list -> list.getLast().target()),
                error(ending.status()),
                Instant.now());
    }

    static LogEntry entry(Ending ending) {
        return new LogEntry.JobEnded(
                ending.job(),
                ending.tenant(),
                ending.status(),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(error(ending.status())),
                ending.resultTtl());
    }

    private static JobError error(JobStatus status) {
        return switch (status) {
            case CANCELLED -> new JobError("cancelled", "Cancelled on request.");
            case EXPIRED -> new JobError("expired", "The job's time was over before it could end.");
            case FAILED, QUEUED, IN_PROGRESS, COMPLETED ->
                new JobError("worker_lost", "The workers that ran the job were lost, again and again.");
        };
    }
}
