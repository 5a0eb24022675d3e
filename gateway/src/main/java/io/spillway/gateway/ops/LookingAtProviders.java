package io.spillway.gateway.ops;

import io.spillway.contract.cluster.Provider;
import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.Draining;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.watching.Watch;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.WorkerReport;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Has providers looked at by the workers that call them: from here the way may be another one, and the keys are theirs.
 */
@Singleton
class LookingAtProviders {
    private static final Logger LOG = Logger.getLogger(LookingAtProviders.class);
    /** A look takes 10 s at most; before and after it come the log and Redis. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Backbone backbone;
    private final Draining draining;

    LookingAtProviders(Backbone backbone, Draining draining) {
        this.draining = draining;
        this.backbone = backbone;
    }

    List<WorkerReport> workers() throws RedisUnavailable {
        return backbone.connections().scheduler().views().workers();
    }

    /** The workers that call {@code provider}, once they have looked again; one that takes longer as it was before. */
    List<WorkerReport> look(Provider provider) throws Refusal, LogUnavailable, InterruptedException {
        if (provider.baseUrl().isEmpty()) {
            throw Refusal.of(
                    Problem.Kind.CONFLICT,
                    "This provider is at no address of its own; /ops/workers and /ops/devices show what is there.");
        }
        if (callers(provider).isEmpty()) {
            throw Refusal.notNow("No worker that calls this provider has reported within the last minute.", LATER);
        }
        Instant order = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        backbone.connections().state().put(WorkerOrder.look(provider.name()), Wire.text(new WorkerOrder(order)));
        LOG.infof("looked at provider=%s", provider.name());
        Instant end = Instant.now().plus(PATIENCE);
        // Nobody tells of a report: it is looked for.
        try (Watch watch = new Watch(_ -> () -> {})) {
            while (!haveLooked(provider, order) && Instant.now().isBefore(end) && !draining.begun()) {
                watch.await(PAUSE);
            }
        }
        return callers(provider);
    }

    private boolean haveLooked(Provider provider, Instant order) {
        return callers(provider).stream().allMatch(worker -> hasLooked(worker, provider, order));
    }

    private static boolean hasLooked(WorkerReport worker, Provider provider, Instant order) {
        return worker.providers().stream()
                .filter(found -> found.provider().equals(provider.name()))
                .flatMap(found -> found.asked().stream())
                .anyMatch(asked -> !asked.isBefore(order));
    }

    private List<WorkerReport> callers(Provider provider) {
        return workers().stream()
                .filter(worker -> worker.providers().stream()
                        .anyMatch(found -> found.provider().equals(provider.name())))
                .toList();
    }
}
