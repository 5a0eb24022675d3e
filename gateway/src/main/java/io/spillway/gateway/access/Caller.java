package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Residency;
import java.util.Set;

/**
 * Whoever holds the key of a request.
 *
 * @param weight the tenant's share of the cluster relative to others', 0.1 to 100
 * @param residency where the tenant's jobs may run
 * @param grant what the key allows within its scopes
 */
public record Caller(TenantId tenant, Set<Scope> scopes, double weight, Residency residency, Grant grant) {
    /** Somebody whose jobs may run anywhere. */
    public Caller(TenantId tenant, Set<Scope> scopes, double weight) {
        this(tenant, scopes, weight, Residency.ANYWHERE, Grant.UNLIMITED);
    }
}
