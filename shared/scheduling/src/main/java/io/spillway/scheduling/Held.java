package io.spillway.scheduling;

import io.spillway.contract.job.JobId;

/**
 * A worker's time-limited claim on a job.
 *
 * @param fence the fencing number: a later claim on the same job has a higher one, and only the highest counts
 */
public record Held(JobId job, long fence) {}
