package io.spillway.gateway.admission;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Connections;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Keeps the gateway from being ready until jobs can be written without delay: the first burst after the start would
 * otherwise wait for the producer's connection longer than a submission may. Once warm it stays ready, whether Kafka is
 * there or not.
 */
@Singleton
public class WarmDoor {
    private static final Logger LOG = Logger.getLogger(WarmDoor.class);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final JobLog log;
    private volatile boolean warm;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("warm-door").factory());

    WarmDoor(JobLog log) {
        this.log = log;
    }

    void onOpen(@Observes Connections connections) {
        timer.scheduleWithFixedDelay(this::warmUp, 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void onStop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("door").status(warm).build();
    }

    private void warmUp() {
        try {
            if (log.warmUp()) {
                warm = true;
                LOG.debug("the way to the log is warm");
                timer.shutdown();
            }
        } catch (RuntimeException e) {
            LOG.warn("not warm yet", e);
        }
    }
}
