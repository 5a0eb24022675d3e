package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.gateway.tenants.Quota;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as it stands in {@code spillway.state}, where nobody can read the key itself.
 *
 * @param hash of the key in hex; keys are 256 random bits, so nothing slower is needed
 * @param weight the tenant's where the tenant has no record, 0.1 to 100
 * @param sealed which secret of the cluster the hash was made with, if with one
 * @param models the routes and targets it may name; any if left out
 * @param maxPriority the most urgent priority it may ask for, 0 to 9; any if left out
 * @param expiresAt from when on it opens nothing
 * @param revokedAt since when it opens nothing
 * @param quota what may be used with it at most
 */
record KeyRecord(
        String hash,
        TenantId tenant,
        Set<Scope> scopes,
        Instant createdAt,
        Optional<Double> weight,
        Optional<String> sealed,
        Optional<Set<String>> models,
        Optional<Integer> maxPriority,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Quota> quota) {
    static final String ID = "key_";

    /** A key that may do whatever its scopes say, for ever. */
    static KeyRecord unlimited(KeyHash hash, TenantId tenant, Set<Scope> scopes, Instant now) {
        return new KeyRecord(
                hash.hex(),
                tenant,
                scopes,
                now,
                Optional.empty(),
                Optional.of(hash.sealed()).filter(name -> !name.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What operators call it. */
    String id() {
        return new KeyHash(hash, "").id();
    }

    String place() {
        return new KeyHash(hash, "").place();
    }

    /** The same, limited. */
    KeyRecord limited(KeyRequest to) {
        return new KeyRecord(
                hash,
                tenant,
                scopes,
                createdAt,
                weight,
                sealed,
                to.models(),
                to.maxPriority(),
                to.expiresAt(),
                revokedAt,
                to.quota());
    }

    /** The same, opening nothing any more. */
    KeyRecord revoked(Instant at) {
        return new KeyRecord(
                hash,
                tenant,
                scopes,
                createdAt,
                weight,
                sealed,
                models,
                maxPriority,
                expiresAt,
                Optional.of(at),
                quota);
    }

    boolean isExpired(Instant now) {
        return expiresAt.filter(end -> !end.isAfter(now)).isPresent();
    }
}
