package io.spillway.gateway.availability;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.gateway.watching.Watch;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Signals;
import io.spillway.scheduling.TargetState;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the targets for all listeners of this process and for the metrics: when one was benched, when one is back,
 * and from time to time.
 */
@Singleton
class AvailabilityFeed {
    private static final Logger LOG = Logger.getLogger(AvailabilityFeed.class);
    private static final Duration LISTENED_TO = Duration.ofSeconds(1);
    private static final Duration UNHEARD = Duration.ofSeconds(5);
    /** However often targets change, no more than so many looks; a listener hears of a change within this time. */
    private static final Duration SPACING = Duration.ofMillis(200);
    /** Nothing that was seen longer ago is told to the metrics. */
    private static final Duration STALE = Duration.ofSeconds(15);

    private final Standing standing;
    private final BackboneSettings settings;
    private final Semaphore wanted = new Semaphore(0);
    private final Set<Watch> listeners = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Seen latest;
    private @Nullable Thread thread;
    private @Nullable Signals signals;

    AvailabilityFeed(Standing standing, BackboneSettings settings) {
        this.standing = standing;
        this.settings = settings;
    }

    /**
     * What was seen last.
     *
     * @param waiting jobs that wait in the whole cluster
     */
    record Seen(Standing.Snapshot snapshot, long waiting) {}

    void onOpen(@Observes Connections connections) {
        signals = Signals.listen(settings.redis(), Map.of(Signals.Topic.BENCHED, _ -> wanted.release()));
        thread = Thread.ofVirtual().name("availability").start(() -> follow(connections));
    }

    void onDraining(@Observes ShutdownDelayInitiatedEvent event) {
        listeners.forEach(Watch::wake);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (signals != null) {
            signals.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Is woken after each look from now on, until closed. */
    Watch listen() {
        Watch listener = new Watch(watch -> {
            listeners.add(watch);
            return () -> listeners.remove(watch);
        });
        wanted.release();
        return listener;
    }

    /** What was seen last, whenever that was. */
    Optional<Seen> latest() {
        return Optional.ofNullable(latest);
    }

    /** What was seen lately; nothing while Redis is away. */
    Optional<Seen> fresh() {
        return latest().filter(seen -> seen.snapshot().at().plus(STALE).isAfter(Instant.now()));
    }

    private void follow(Connections connections) {
        try {
            while (true) {
                look(connections);
                if (wanted.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
                Thread.sleep(SPACING);
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    private void look(Connections connections) {
        try {
            latest = new Seen(
                    standing.look(), connections.scheduler().exhaustions().waiting());
            listeners.forEach(Watch::wake);
        } catch (RedisUnavailable | Away | FaultToleranceException e) {
            LOG.debugf("nothing seen: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("nothing seen", e);
        }
    }

    private Duration pause() {
        Duration most = (listeners.isEmpty() ? UNHEARD : LISTENED_TO).minus(SPACING);
        Duration back = latest().flatMap(seen -> firstBack(seen.snapshot())).orElse(most);
        return back.compareTo(most) < 0 ? back : most;
    }

    /** Until the next of the keys that are out is back. */
    private static Optional<Duration> firstBack(Standing.Snapshot snapshot) {
        Instant now = Instant.now();
        return snapshot.states().values().stream()
                .map(TargetState::keys)
                .flatMap(keys -> keys.stream().flatMap(key -> key.until().stream()))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .map(back -> Duration.between(now, back));
    }
}
