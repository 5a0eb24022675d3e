package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Residency;
import java.util.Set;

/**
 * Whoever holds the key of a request.
 *
 * @param residency where the tenant's jobs may run
 */
public record Caller(TenantId tenant, Set<Scope> scopes, Residency residency) {
    /** Somebody whose jobs may run anywhere. */
    public Caller(TenantId tenant, Set<Scope> scopes) {
        this(tenant, scopes, Residency.ANYWHERE);
    }
}
