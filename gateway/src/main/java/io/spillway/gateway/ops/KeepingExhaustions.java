package io.spillway.gateway.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import io.spillway.scheduling.KeptExhaustions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps in {@code spillway.state} what operators take out of service, and puts back what Redis has lost. */
@Singleton
public class KeepingExhaustions {
    private @Nullable KeptExhaustions kept;

    void onOpen(@Observes Connections connections) {
        kept = KeptExhaustions.of(connections.scheduler(), new Table(connections.state()));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (kept != null) {
            kept.close();
        }
    }

    private record Table(StateTable state) implements KeptExhaustions.Table {
        @Override
        public Map<String, String> all(String prefix) {
            return state.all(prefix);
        }

        @Override
        public void put(String key, String value) throws LogUnavailable {
            state.put(key, value);
        }

        @Override
        public void remove(String key) throws LogUnavailable {
            state.remove(key);
        }
    }
}
