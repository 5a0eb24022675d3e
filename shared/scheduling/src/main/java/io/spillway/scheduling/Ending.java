package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import java.time.Duration;

/** A job that nobody runs and that is to end now: whoever is given this writes its end to the log. */
public record Ending(JobId job, TenantId tenant, JobStatus status, String reason, Duration resultTtl) {}
