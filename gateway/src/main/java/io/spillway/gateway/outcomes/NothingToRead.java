package io.spillway.gateway.outcomes;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.contract.wire.LogView;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.EmptyPartitions;
import io.spillway.log.LogUnavailable;
import io.spillway.log.Topics;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** While the view is being filled, speaks for the partitions of {@code spillway.jobs} that hold nothing. */
@Singleton
public class NothingToRead {
    private static final Logger LOG = Logger.getLogger(NothingToRead.class);
    private static final long EVERY_MS = 1_000;

    private final BackboneSettings settings;
    private @Nullable Thread thread;

    NothingToRead(BackboneSettings settings) {
        this.settings = settings;
    }

    void onOpen(@Observes Connections connections) {
        thread = Thread.ofVirtual().name("nothing-to-read").start(() -> watch(connections));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch(Connections connections) {
        LogView jobs = connections.scheduler().jobsView(_ -> {});
        try (EmptyPartitions empty = new EmptyPartitions(settings.kafka(), Topics.JOBS, connections.partitions())) {
            while (true) {
                if (connections.scheduler().recovering()) {
                    tell(empty, jobs);
                }
                Thread.sleep(EVERY_MS);
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    private static void tell(EmptyPartitions empty, LogView jobs) {
        try {
            empty.tell(jobs);
        } catch (RedisUnavailable | LogUnavailable | KafkaException e) {
            LOG.debugf("not told: %s", e.getMessage());
        }
    }
}
