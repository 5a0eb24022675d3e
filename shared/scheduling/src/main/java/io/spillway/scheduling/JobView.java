package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as settled so far.
 *
 * @param attempts every attempt that ended, in order
 * @param running the target that runs it now
 * @param queue where it waits, while it is queued
 */
public record JobView(
        Job job,
        JobStatus status,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        List<Attempt> attempts,
        Optional<TargetName> running,
        Optional<Output> output,
        Optional<JobError> error,
        Optional<Queue> queue) {
    /** The reason of a job that waits until its tenant or key may use more. */
    public static final String FOR_QUOTA = "quota";

    /**
     * Where a job waits.
     *
     * @param position 1 is next; an estimate while several tenants wait
     * @param reason what it waits for: {@code slot}, {@code exhausted}, {@code quota}, {@code backoff} or
     *     {@code intake}
     * @param estimatedStartAt as far as the scheduler itself can say; the gateway knows more
     */
    public record Queue(long position, String reason, Optional<Instant> estimatedStartAt, List<Stop> targets) {}

    /** The same with another estimate of its start. */
    public JobView startingAt(Optional<Instant> estimate) {
        return new JobView(
                job,
                status,
                startedAt,
                completedAt,
                attempts,
                running,
                output,
                error,
                queue.map(here -> new Queue(here.position(), here.reason(), estimate, here.targets())));
    }

    /** The same with the job's record in another form. */
    public JobView with(Job other) {
        return new JobView(other, status, startedAt, completedAt, attempts, running, output, error, queue);
    }

    /** One target of the plan a job waits with. */
    public record Stop(TargetName target, boolean available, Optional<ExhaustionKind> kind, Optional<Instant> until) {}
}
