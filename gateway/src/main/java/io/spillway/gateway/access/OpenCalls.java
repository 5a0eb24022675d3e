package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many calls each tenant has open at this gateway: streams that are followed, requests that are held, bodies on their
 * way. One tenant with very many would leave no sockets and no memory to the others.
 */
@Singleton
public class OpenCalls {
    private final Map<TenantId, Integer> open = new ConcurrentHashMap<>();
    private final int most;

    OpenCalls(BackboneSettings settings) {
        this.most = settings.mostOpen();
        if (most < 1) {
            throw new IllegalStateException("SPILLWAY_MOST_OPEN is " + most + "; it should be 1 or more");
        }
    }

    /** Counts {@code exchange} until it has ended, or refuses it. */
    void enter(TenantId tenant, RoutingContext exchange) throws Refusal {
        if (open.merge(tenant, 1, Integer::sum) > most) {
            leave(tenant);
            throw Refusal.of(
                            Problem.Kind.TOO_MANY_OPEN,
                            "This tenant has " + most + " calls open at this gateway, as many as it may have at once.")
                    .with("Retry-After", "1");
        }
        AtomicBoolean over = new AtomicBoolean();
        exchange.addEndHandler(_ -> leaveOnce(tenant, over));
        // It may have gone before anybody listened.
        if (exchange.response().closed()) {
            leaveOnce(tenant, over);
        }
    }

    private void leaveOnce(TenantId tenant, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            leave(tenant);
        }
    }

    private void leave(TenantId tenant) {
        open.computeIfPresent(tenant, OpenCalls::less);
    }

    private static @Nullable Integer less(TenantId tenant, Integer calls) {
        return calls > 1 ? calls - 1 : null;
    }
}
