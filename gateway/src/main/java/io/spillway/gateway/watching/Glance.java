package io.spillway.gateway.watching;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Looks at Redis' view of a job; while it is away, answers at once instead of letting every reader wait for it. */
@Singleton
public class Glance {
    /** A Redis that stalls is given up on in two steps, a connection's and a new one's; together they are too long. */
    private static final long LIMIT_MS = 2_000;

    private final Backbone backbone;

    Glance(Backbone backbone) {
        this.backbone = backbone;
    }

    /** The job as {@code tenant} may see it now. */
    @Timeout(LIMIT_MS)
    @CircuitBreaker(
            requestVolumeThreshold = 20,
            delay = 500,
            failOn = {RedisUnavailable.class, TimeoutException.class})
    public Look look(JobId id, TenantId tenant) throws Away, RedisUnavailable {
        return backbone.connections().scheduler().views().look(id, tenant);
    }

    /** The job, whoever's it is. */
    @Timeout(LIMIT_MS)
    @CircuitBreaker(
            requestVolumeThreshold = 20,
            delay = 500,
            failOn = {RedisUnavailable.class, TimeoutException.class})
    public Look lookAsOperator(JobId id) throws Away, RedisUnavailable {
        return backbone.connections().scheduler().views().lookAsOperator(id);
    }
}
