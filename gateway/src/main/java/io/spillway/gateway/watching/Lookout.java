package io.spillway.gateway.watching;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Looks at a job; while Redis is away, answers at once instead of letting every reader wait for it. */
@Singleton
public class Lookout {
    private final Backbone backbone;

    Lookout(Backbone backbone) {
        this.backbone = backbone;
    }

    /** The job as {@code tenant} may see it now. */
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 500, failOn = RedisUnavailable.class)
    public Look look(JobId id, TenantId tenant) throws Away, RedisUnavailable {
        return backbone.connections().scheduler().views().look(id, tenant);
    }
}
