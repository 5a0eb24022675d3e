package io.spillway.gateway.dashboard;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.gateway.watching.Watch;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Signals;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the cluster once for all pages that are open: when a target was benched, and every second. While none is open
 * it only takes a point of the charts every five seconds, so that a page that opens has a past to show.
 */
@Singleton
class PanoramaFeed {
    private static final Logger LOG = Logger.getLogger(PanoramaFeed.class);
    private static final Duration LISTENED_TO = Duration.ofSeconds(1);
    /** However often targets change, no more than so many looks. */
    private static final Duration SPACING = Duration.ofMillis(200);

    private final Viewpoint viewpoint;
    private final RecentJobs jobs;
    private final Figures figures;
    private final BackboneSettings settings;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Set<Watch> listeners = ConcurrentHashMap.newKeySet();
    private volatile Panorama latest = Panorama.NOTHING;
    private Instant lastLook = Instant.EPOCH;
    private Instant lastPoint = Instant.EPOCH;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("dashboard").factory());
    private @Nullable Signals signals;

    PanoramaFeed(Viewpoint viewpoint, RecentJobs jobs, Figures figures, BackboneSettings settings) {
        this.viewpoint = viewpoint;
        this.jobs = jobs;
        this.figures = figures;
        this.settings = settings;
    }

    void onOpen(@Observes Connections connections) {
        signals = Signals.listen(
                settings.redis(),
                Map.of(Signals.Topic.BENCHED, _ -> wanted.set(true), Signals.Topic.CHANGED, jobs::changed));
        timer.scheduleWithFixedDelay(this::tick, 0, SPACING.toMillis(), TimeUnit.MILLISECONDS);
    }

    void onDraining(@Observes ShutdownDelayInitiatedEvent event) {
        listeners.forEach(Watch::wake);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (signals != null) {
            signals.close();
        }
        timer.shutdownNow();
    }

    /** Is woken after each look from now on, until closed. */
    Watch listen() {
        Watch listener = new Watch(watch -> {
            listeners.add(watch);
            return () -> listeners.remove(watch);
        });
        wanted.set(true);
        return listener;
    }

    /** What was seen last, whenever that was. */
    Panorama latest() {
        return latest;
    }

    private void tick() {
        Duration pause = listeners.isEmpty() ? Figures.STEP : LISTENED_TO;
        if (wanted.getAndSet(false) || !Instant.now().isBefore(lastLook.plus(pause))) {
            lastLook = Instant.now();
            look();
        }
    }

    private void look() {
        try {
            jobs.look();
            if (!listeners.isEmpty()) {
                latest = viewpoint.look();
            }
            point(Instant.now());
        } catch (RedisUnavailable | Away | FaultToleranceException e) {
            LOG.debugf("nothing seen: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("nothing seen", e);
        }
        listeners.forEach(Watch::wake);
    }

    private void point(Instant now) {
        // A little less than the step: waking takes time, and a point left out would leave a gap.
        if (Duration.between(lastPoint, now).compareTo(Figures.STEP.minus(SPACING)) >= 0) {
            figures.take(now);
            lastPoint = now;
        }
    }
}
