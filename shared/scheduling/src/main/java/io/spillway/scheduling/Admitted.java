package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import java.time.Instant;

/** What admission says to a job at the door. */
public sealed interface Admitted {
    /** Come in: write the job to the log, then reveal it. */
    record Accepted() implements Admitted {}

    /** The same submission was acknowledged before, as this job. */
    record Existing(JobId job) implements Admitted {}

    /** The same submission is being written by somebody else, or was given up on half way, under this id. */
    record Pending(JobId job) implements Admitted {}

    /** The idempotency key was used for another body. */
    record Conflict(JobId job) implements Admitted {}

    /** The idempotency key was used for this job, which was deleted, or whose result has been kept long enough. */
    record Forgotten(JobId job) implements Admitted {}

    /** Too many jobs wait already. */
    record Full(long waiting) implements Admitted {}

    /**
     * A limit of the tenant's or of the key's does not have room for the job; nothing was taken from any.
     *
     * @param used of it so far, estimates of jobs that have not ended included
     * @param at Redis' time
     */
    record OverQuota(QuotaLimit limit, long used, Instant at) implements Admitted {}

    /** Redis lost something and is being filled again from the log. */
    record Resting() implements Admitted {}
}
