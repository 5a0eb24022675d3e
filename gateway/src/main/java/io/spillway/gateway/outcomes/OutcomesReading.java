package io.spillway.gateway.outcomes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.wire.LogView;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.gateway.forecast.Paces;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.Topics;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Applies this gateway's share of {@code spillway.outcomes}; all gateways share the topic as one group. */
@Singleton
public class OutcomesReading {
    private static final Logger LOG = Logger.getLogger(OutcomesReading.class);
    private static final String GROUP = "spillway.gateways";

    private final BackboneSettings settings;
    private final TrackRecords records;
    private final Paces paces;
    private final Cluster cluster;
    private final MeterRegistry meters;
    private @Nullable ReplayingConsumer consumer;

    OutcomesReading(
            BackboneSettings settings, TrackRecords records, Paces paces, Cluster cluster, MeterRegistry meters) {
        this.settings = settings;
        this.records = records;
        this.paces = paces;
        this.cluster = cluster;
        this.meters = meters;
    }

    void onOpen(@Observes Connections connections) {
        LogView view = connections.scheduler().outcomesView(entry -> {
            LOG.errorf(
                    "unreadable record topic=%s offset=%d goes to the dead letters", Topics.OUTCOMES, entry.offset());
            connections.log().unreadable(Topics.OUTCOMES, entry);
        });
        CountedAttempts attempts = new CountedAttempts(cluster.targets().keySet(), meters);
        consumer = ReplayingConsumer.start(
                settings.kafka(),
                Topics.OUTCOMES,
                GROUP,
                new CountedOutcomes(view, new CountedOutcomes.Notes(records, paces), attempts, meters));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (consumer != null) {
            consumer.close();
        }
    }
}
