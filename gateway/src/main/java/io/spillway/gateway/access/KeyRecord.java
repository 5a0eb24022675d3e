package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as it stands in {@code spillway.state}, where nobody can read the key itself.
 *
 * @param hash SHA-256 of the key in hex; keys are 256 random bits, so nothing slower is needed
 * @param weight the tenant's, 0.1 to 100; 1 if left out
 */
record KeyRecord(String hash, TenantId tenant, Set<Scope> scopes, Instant createdAt, Optional<Double> weight) {}
