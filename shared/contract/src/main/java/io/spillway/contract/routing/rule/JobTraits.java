package io.spillway.contract.routing.rule;

import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
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
 */
public record JobTraits(
        JobType type,
        TenantId tenant,
        long tokens,
        boolean images,
        boolean tools,
        Map<String, String> metadata,
        Optional<String> user) {
    /** What this job is kept together by, if it has it. */
    public Optional<String> sticky(StickyKey by) {
        return switch (by) {
            case StickyKey.OfTenant _ -> Optional.of(tenant.value());
            case StickyKey.OfUser _ -> user;
            case StickyKey.OfMetadata(String key) -> Optional.ofNullable(metadata.get(key));
        };
    }
}
