package io.spillway.gateway.openai.batches;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.backbone.Connections;
import io.spillway.gateway.backbone.Draining;
import io.spillway.gateway.openai.files.StoredFiles;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sees to it that every batch is run by some gateway: takes up those that nobody has, and keeps those it has. */
@Singleton
class BatchKeeper {
    private static final Logger LOG = Logger.getLogger(BatchKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    /** Batches at once; others wait. */
    private static final int MOST = 4;

    private final BatchRun.Surroundings around;
    private final BatchLease lease;
    private final StoredFiles files;
    private final Map<JobId, BatchRun> running = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopped;
    private Instant forget =
            Instant.now().plusMillis(ThreadLocalRandom.current().nextLong(FORGET_EVERY.toMillis()));

    BatchKeeper(
            Batches batches,
            LineCalls calls,
            ArtifactStore store,
            Finishing finishing,
            Draining draining,
            BatchLease lease,
            StoredFiles files) {
        this.around = new BatchRun.Surroundings(batches, calls, store, finishing, draining);
        this.lease = lease;
        this.files = files;
    }

    void onOpen(@Observes Connections connections) {
        Thread.ofVirtual().name("batch-keeper").start(this::keep);
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped = true;
        running.values().forEach(BatchRun::leave);
        running.keySet().forEach(lease::release);
        wake.release();
    }

    /** There is a new batch. */
    void look() {
        wake.release();
    }

    private void keep() {
        try {
            while (!stopped) {
                if (wake.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                try {
                    round();
                } catch (RuntimeException e) {
                    LOG.warnf("batches are looked after again soon: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        running.forEach((id, run) -> {
            run.tick();
            if (!lease.renew(id)) {
                run.leave();
            }
        });
        for (Batch batch : around.batches().open()) {
            if (running.size() < MOST
                    && !running.containsKey(batch.id())
                    && !around.draining().begun()
                    && lease.take(batch.id())) {
                start(batch);
            }
        }
        if (Instant.now().isAfter(forget)) {
            forget = Instant.now().plus(FORGET_EVERY);
            around.batches().forgetThoseThatAreOver();
            files.forgetThoseThatAreOver();
        }
    }

    private void start(Batch batch) {
        BatchRun run = new BatchRun(batch, around);
        running.put(batch.id(), run);
        Thread.ofVirtual().name("batch").start(() -> {
            LOG.infof(
                    "batch=%s tenant=%s status=%s",
                    batch.id(), batch.tenant(), batch.status().word());
            try {
                run.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Whoever takes it up next goes on from its parts.
                LOG.warn("batch=" + batch.id() + " is taken up again", e);
            } finally {
                running.remove(batch.id());
                lease.release(batch.id());
            }
        });
    }
}
