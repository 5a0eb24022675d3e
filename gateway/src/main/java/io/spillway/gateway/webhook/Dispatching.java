package io.spillway.gateway.webhook;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.gateway.watching.Lookout;
import io.spillway.scheduling.Dispatched;
import io.spillway.scheduling.DueDelivery;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Signals;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due to endpoints: once a second, when told that something is, and when a message has made room. Every
 * gateway does; a delivery is one gateway's at a time, and another's if that one dies.
 */
@Singleton
public class Dispatching {
    private static final Logger LOG = Logger.getLogger(Dispatching.class);
    private static final long EVERY_MS = 1_000;
    /** Longer than a message may take. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final int MOST_OPEN = 512;
    /** Kept free for endpoints that answer: those that hang must not take all. */
    private static final int FOR_THE_WELL = 128;

    private final BackboneSettings settings;
    private final Telling telling;
    private final Lookout lookout;
    private final DeliveryMeters meters;
    private final Semaphore wanted = new Semaphore(0);
    private final Semaphore free = new Semaphore(MOST_OPEN);
    private @Nullable Thread thread;
    private @Nullable Signals signals;

    Dispatching(BackboneSettings settings, Telling telling, Lookout lookout, DeliveryMeters meters) {
        this.lookout = lookout;
        this.settings = settings;
        this.telling = telling;
        this.meters = meters;
    }

    void onOpen(@Observes Connections connections) {
        signals = Signals.listen(settings.redis(), Map.of(Signals.Topic.TELL, _ -> wanted.release()));
        thread = Thread.ofVirtual().name("webhooks").start(() -> dispatch(connections));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (signals != null) {
            signals.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void dispatch(Connections connections) {
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
        try {
            while (true) {
                if (wanted.tryAcquire(EVERY_MS, TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
                once(connections, senders);
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        } finally {
            senders.shutdownNow();
        }
    }

    private void once(Connections connections, ExecutorService senders) throws InterruptedException {
        int room = free.availablePermits();
        if (room == 0) {
            return;
        }
        try {
            Dispatched dispatched =
                    connections.scheduler().deliveries().dispatch(room, Math.max(0, room - FOR_THE_WELL), LEASE);
            meters.waiting(dispatched);
            for (DueDelivery due : dispatched.deliveries()) {
                free.acquire();
                senders.execute(() -> tell(due, connections));
            }
        } catch (RedisUnavailable e) {
            LOG.debugf("not dispatched: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("not dispatched", e);
        }
    }

    /** Whatever goes wrong, the lease lapses and the delivery is due again. */
    private void tell(DueDelivery due, Connections connections) {
        try {
            telling.tell(due, new Telling.Place(connections.scheduler(), connections.log()::append, lookout::whole));
        } catch (RedisUnavailable | Away e) {
            LOG.warnf("not noted delivery=%s: %s", due.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("not told delivery=" + due.id(), e);
        } finally {
            free.release();
            wanted.release();
        }
    }
}
