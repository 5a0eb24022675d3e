package io.spillway.gateway.tenants;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Residency;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant as it stands in {@code spillway.state}.
 *
 * @param weight its share of the cluster relative to others', {@link Job#LEAST_WEIGHT} to {@link Job#MOST_WEIGHT}
 * @param region where its jobs run first; or nowhere else, where it is {@code mustStay}
 * @param quota what it may use at most, all its keys together
 * @param deletedAt since when none of its keys opens anything; the record stays, so that its id is never another's
 */
public record Tenant(
        TenantId id,
        String name,
        double weight,
        Optional<String> region,
        boolean mustStay,
        Optional<Quota> quota,
        Instant createdAt,
        Optional<Instant> deletedAt) {
    /** A tenant that nobody has described: the one-machine mode's, or one whose keys are older than its record. */
    static Tenant undescribed(TenantId id) {
        return new Tenant(
                id,
                id.value(),
                Job.DEFAULT_WEIGHT,
                Optional.empty(),
                false,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }

    /** Where its jobs may run. */
    public Residency residency() {
        return region.<Residency>map(name -> mustStay ? new Residency.Required(name) : new Residency.Preferred(name))
                .orElse(Residency.ANYWHERE);
    }

    /** Whether it is there. */
    public boolean exists() {
        return deletedAt.isEmpty();
    }

    Tenant deleted(Instant at) {
        return new Tenant(id, name, weight, region, mustStay, quota, createdAt, Optional.of(at));
    }
}
