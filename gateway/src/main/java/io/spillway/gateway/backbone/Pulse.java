package io.spillway.gateway.backbone;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.spillway.log.LogUnavailable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Feels every few seconds whether Kafka and Redis answer, for the metrics and for the first start. */
@Singleton
public class Pulse {
    private static final Logger LOG = Logger.getLogger(Pulse.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration FIRST = Duration.ofMillis(500);

    private final AtomicBoolean kafka = new AtomicBoolean();
    private final AtomicBoolean redis = new AtomicBoolean();
    private volatile boolean redisReached;
    private @Nullable Thread thread;

    Pulse(MeterRegistry meters) {
        gauge(meters, "kafka", kafka);
        gauge(meters, "redis", redis);
    }

    void onOpen(@Observes Connections connections) {
        thread = Thread.ofVirtual().name("pulse").start(() -> beat(connections));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Whether Redis has answered at least once. */
    public boolean redisReached() {
        return redisReached;
    }

    private void beat(Connections connections) {
        try {
            while (true) {
                Optional<String> away = connections.scheduler().whyAway();
                feel("redis", redis, away.isEmpty());
                redisReached |= away.isEmpty();
                if (!redisReached) {
                    LOG.warnf("waiting for redis: %s", away.orElse("no answer"));
                }
                feel("kafka", kafka, answers(connections));
                Thread.sleep(redisReached ? EVERY : FIRST);
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    private static boolean answers(Connections connections) {
        try {
            connections.ends().apply(Set.of(0));
            return true;
        } catch (LogUnavailable e) {
            return false;
        }
    }

    private static void feel(String name, AtomicBoolean before, boolean now) {
        if (before.getAndSet(now) != now) {
            LOG.infof("dependency=%s up=%s", name, now);
        }
    }

    private static void gauge(MeterRegistry meters, String name, AtomicBoolean up) {
        Gauge.builder("spillway.dependency.up", up, value -> value.get() ? 1 : 0)
                .description("1 while the dependency answers this gateway")
                .tag("dependency", name)
                .register(meters);
    }
}
