package io.spillway.gateway.admission;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Connections;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private @Nullable Thread thread;

    WarmDoor(JobLog log) {
        this.log = log;
    }

    void onOpen(@Observes Connections connections) {
        thread = Thread.ofVirtual().name("warm-door").start(this::warmUp);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("door").status(warm).build();
    }

    private void warmUp() {
        try {
            while (!log.warmUp()) {
                Thread.sleep(RETRY);
            }
            warm = true;
            LOG.debug("the way to the log is warm");
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }
}
