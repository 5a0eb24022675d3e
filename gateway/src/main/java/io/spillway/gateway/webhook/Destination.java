package io.spillway.gateway.webhook;

import io.spillway.contract.job.TenantId;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Says at the door whether a job's end can be told where its client wants it told. */
@Singleton
public class Destination {
    private final BiFunction<TenantId, String, Optional<Endpoint>> endpoints;

    @Inject
    Destination(Endpoints endpoints) {
        this(endpoints::find);
    }

    /** @param endpoints a tenant's endpoint by its id */
    public Destination(BiFunction<TenantId, String, Optional<Endpoint>> endpoints) {
        this.endpoints = endpoints;
    }

    /** Refuses an {@code endpoint} that {@code tenant} does not have, or that is not enabled. */
    public void demand(TenantId tenant, String endpoint) throws Refusal {
        Endpoint found = endpoints.apply(tenant, endpoint).orElseThrow(() -> wrong("is no endpoint of this tenant"));
        if (!found.enabled()) {
            throw wrong("is not enabled; PATCH /v1/webhooks/{id} enables it");
        }
    }

    private static Refusal wrong(String rule) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError("webhook.endpoint", rule)));
    }
}
