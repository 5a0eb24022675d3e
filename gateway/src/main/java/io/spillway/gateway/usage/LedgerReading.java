package io.spillway.gateway.usage;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.Topics;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Reads this gateway's share of {@code spillway.outcomes} for the ledger, which comes as far by itself as it can. */
@Singleton
public class LedgerReading {
    private static final String GROUP = "spillway.ledger";

    private final BackboneSettings settings;
    private @Nullable ReplayingConsumer consumer;

    LedgerReading(BackboneSettings settings) {
        this.settings = settings;
    }

    void onOpen(@Observes Connections connections) {
        Ledger ledger = new Ledger(new Shelf(connections.state()), Clock.systemUTC());
        consumer = ReplayingConsumer.start(settings.kafka(), Topics.OUTCOMES, GROUP, ledger);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (consumer != null) {
            consumer.close();
        }
    }
}
