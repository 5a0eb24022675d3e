package io.spillway.contract.routing.rule;

import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Residency;
import io.spillway.contract.routing.strategy.StickyKey;
import java.util.Map;
import java.util.Optional;

/**
 * What a route looks at in a job.
 *
 * @param tokens those of the request, estimated
 * @param images whether there are images in its messages
 * @param tools whether the model may call tools
 * @param user the request's {@code user}
 * @param residency where its tenant's jobs may run
 */
public record JobTraits(
        JobType type,
        TenantId tenant,
        long tokens,
        boolean images,
        boolean tools,
        Map<String, String> metadata,
        Optional<String> user,
        Residency residency) {
    /** The traits of a job that may run anywhere. */
    public JobTraits(
            JobType type,
            TenantId tenant,
            long tokens,
            boolean images,
            boolean tools,
            Map<String, String> metadata,
            Optional<String> user) {
        this(type, tenant, tokens, images, tools, metadata, user, Residency.ANYWHERE);
    }

    /** The same job, if its tenant's jobs have to run as {@code other} says. */
    public JobTraits residing(Residency other) {
        return new JobTraits(type, tenant, tokens, images, tools, metadata, user, other);
    }

    /** What this job is kept together by, if it has it. */
    public Optional<String> sticky(StickyKey by) {
        return switch (by) {
            case StickyKey.OfTenant _ -> Optional.of(tenant.value());
            case StickyKey.OfUser _ -> user;
            case StickyKey.OfMetadata(String key) -> Optional.ofNullable(metadata.get(key));
        };
    }
}
