package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import java.util.Set;

/**
 * Whoever holds the key of a request.
 *
 * @param weight the tenant's share of the cluster relative to others', 0.1 to 100
 */
public record Caller(TenantId tenant, Set<Scope> scopes, double weight) {}
