package io.spillway.gateway.artifacts;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes artifacts whose time is over, a few at a time. Every gateway does; what one has deleted no other finds. */
@Singleton
public class ArtifactSweep {
    private static final Logger LOG = Logger.getLogger(ArtifactSweep.class);
    private static final int MOST = 1_000;
    private static final Duration WHILE_MORE = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final ArtifactStore store;
    private final CountDownLatch stopped = new CountDownLatch(1);

    ArtifactSweep(ArtifactStore store) {
        this.store = store;
    }

    void onStart(@Observes StartupEvent event) {
        Thread.ofVirtual().name("artifact-sweep").start(this::sweep);
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private void sweep() {
        // Gateways that start together need not all come at once.
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(EVERY.toMillis()));
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = once() < MOST ? EVERY : WHILE_MORE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int once() {
        try {
            int deleted = store.sweep(Instant.now(), MOST);
            LOG.debugf("swept artifacts=%d", deleted);
            return deleted;
        } catch (StoreUnavailable e) {
            LOG.warnf("artifacts not swept: %s", e.getMessage());
            return 0;
        } catch (RuntimeException e) {
            LOG.error("artifacts not swept", e);
            return 0;
        }
    }
}
