package io.spillway.gateway.forecast;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.availability.Standing;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Connections;
import io.spillway.scheduling.Outlook;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the cluster every two seconds for all who want to know what is coming, so that neither a scrape nor a reader
 * of a job waits for it; and exchanges the gateways' counts.
 */
@Singleton
class SceneFeed {
    private static final Logger LOG = Logger.getLogger(SceneFeed.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    /** Nothing that was seen longer ago is told; a gateway that has been silent for as long counts no more. */
    private static final Duration STALE = Duration.ofSeconds(15);

    private final Standing standing;
    private final Paces paces;
    private volatile @Nullable Scene latest;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("forecast").factory());

    SceneFeed(Standing standing, Paces paces) {
        this.standing = standing;
        this.paces = paces;
    }

    /** One gateway's count, as it is left for the others. */
    record Count(Map<Pool, Pace> paces) {}

    void onOpen(@Observes Connections connections) {
        timer.scheduleWithFixedDelay(() -> look(connections), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void onStop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    /** What was seen lately; nothing while Redis is away. */
    Optional<Scene> fresh() {
        return Optional.ofNullable(latest).filter(seen -> seen.at().plus(STALE).isAfter(Instant.now()));
    }

    private void look(Connections connections) {
        try {
            Standing.Snapshot targets = standing.look();
            Outlook outlook = connections.scheduler().outlook();
            latest = new Scene(
                    targets,
                    outlook.waiting(),
                    connections.scheduler().views().workers(),
                    sum(outlook.exchange(Wire.text(new Count(paces.now())), STALE)));
        } catch (RedisUnavailable | Away | FaultToleranceException e) {
            LOG.debugf("nothing seen: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("nothing seen", e);
        }
    }

    private static Map<Pool, Pace> sum(List<String> counts) {
        Map<Pool, Pace> sum = new EnumMap<>(Pool.class);
        counts.forEach(text ->
                Wire.value(text, Count.class).paces().forEach((pool, pace) -> sum.merge(pool, pace, Pace::plus)));
        return sum;
    }
}
