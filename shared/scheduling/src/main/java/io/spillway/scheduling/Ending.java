package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import java.time.Duration;
import java.util.List;

/**
 * A job that nobody runs and that is to end now: whoever is given this writes its end to the log. One that is to end as
 * failed is given up on, and goes to the dead letters first.
 *
 * @param attempts every attempt that ended, in order
 */
public record Ending(Job record, List<Attempt> attempts, JobStatus status, String reason) {
    public JobId job() {
        return record.id();
    }

    public TenantId tenant() {
        return record.tenant();
    }

    /** How long the end stays readable. */
    public Duration resultTtl() {
        return record.deadlines().resultTtl();
    }
}
