package io.spillway.gateway.access;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** When each key was last used: at once in memory, within a minute in {@code spillway.state} for the other gateways. */
@Singleton
class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);
    private static final String PREFIX = "key-used/";
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    void onOpen(@Observes Connections connections) {
        Thread.ofVirtual().name("key-use").start(() -> keep(connections.state()));
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    void saw(String key, Instant at) {
        seen.put(key, at);
    }

    /** When {@code key} was last used, as far as is known here. */
    Optional<Instant> last(String key, StateTable state) {
        return Stream.concat(Optional.ofNullable(seen.get(key)).stream(), kept(key, state).stream())
                .max(Instant::compareTo);
    }

    /** A key that nobody lists any more. */
    void forget(String key, StateTable state) throws LogUnavailable {
        seen.remove(key);
        state.remove(PREFIX + key);
    }

    private static Optional<Instant> kept(String key, StateTable state) {
        return state.get(PREFIX + key).map(Instant::parse);
    }

    private void keep(StateTable state) {
        try {
            while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                write(state);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(StateTable state) {
        seen.forEach((key, at) -> {
            try {
                if (kept(key, state)
                        .filter(old -> !old.plus(EVERY).isBefore(at))
                        .isEmpty()) {
                    state.put(PREFIX + key, at.toString());
                }
            } catch (LogUnavailable e) {
                LOG.debugf("use not kept key=%s: %s", key, e.getMessage());
            }
        });
    }
}
