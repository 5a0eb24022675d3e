package io.spillway.gateway.watching;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.spillway.gateway.backbone.Connections;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One subscription for all waiters of this process to what the scheduler's scripts say has changed. It is taken up again
 * whenever Redis went away; what was missed meanwhile is looked for.
 */
@Singleton
public class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    /** Where the scheduler's scripts publish the ids of jobs that changed. */
    private static final String CHANNEL = "{spillway}:changed";

    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final Duration AGAIN_AT_MOST = Duration.ofSeconds(1);

    private final ReactiveRedisDataSource redis;
    private final Changes changes;
    private @Nullable Cancellable subscription;

    ChangeFeed(ReactiveRedisDataSource redis, Changes changes, MeterRegistry meters) {
        this.redis = redis;
        this.changes = changes;
        meters.gauge("spillway.watches", changes, Changes::waiting);
    }

    void onOpen(@Observes Connections connections) {
        subscription = Multi.createFrom()
                .deferred(this::subscribe)
                .onCompletion()
                .failWith(() -> new IllegalStateException("Redis closed the subscription"))
                .onFailure()
                .invoke(failure -> LOG.debugf("subscription lost: %s", failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(AGAIN, AGAIN_AT_MOST)
                .indefinitely()
                .subscribe()
                .with(changes::changed, failure -> LOG.error("no more notifications", failure));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private Multi<String> subscribe() {
        changes.missed();
        return redis.pubsub(String.class).subscribe(CHANNEL);
    }
}
