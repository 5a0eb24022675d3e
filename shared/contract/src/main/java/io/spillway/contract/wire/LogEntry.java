package io.spillway.contract.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One record of {@code spillway.outcomes}: something that changes a job's life after it was accepted. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LogEntry.AttemptEnded.class, name = "attempt"),
    @JsonSubTypes.Type(value = LogEntry.JobEnded.class, name = "ended"),
    @JsonSubTypes.Type(value = LogEntry.CancelRequested.class, name = "cancel"),
    @JsonSubTypes.Type(value = LogEntry.Reprioritised.class, name = "priority"),
    @JsonSubTypes.Type(value = LogEntry.Deleted.class, name = "delete"),
    @JsonSubTypes.Type(value = LogEntry.Told.class, name = "told")
})
public sealed interface LogEntry {
    JobId job();

    TenantId tenant();

    /**
     * An attempt ended and the job goes on.
     *
     * @param left the plan the job goes on with
     */
    record AttemptEnded(JobId job, TenantId tenant, Attempt attempt, Plan left) implements LogEntry {}

    /**
     * The job has ended. The first of these in the log wins, whatever it says.
     *
     * @param attempt the attempt that ended it, if one did
     * @param output the answer, if {@code status} is completed
     * @param error why not, for every other status
     * @param resultTtl how long the end stays readable
     */
    record JobEnded(
            JobId job,
            TenantId tenant,
            JobStatus status,
            Instant at,
            Optional<Attempt> attempt,
            Optional<Output> output,
            Optional<JobError> error,
            Duration resultTtl)
            implements LogEntry {}

    /** Somebody wants the job to end as cancelled. */
    record CancelRequested(JobId job, TenantId tenant, Instant at) implements LogEntry {}

    /**
     * The job is to wait with another priority; one that has ended stays as it is.
     *
     * @param priority 0 (soonest) to 9
     */
    record Reprioritised(JobId job, TenantId tenant, int priority, Instant at) implements LogEntry {}

    /** Nobody is to see the job any more; if it has not ended, it is to end as cancelled. */
    record Deleted(JobId job, TenantId tenant, Instant at) implements LogEntry {}

    /**
     * The endpoint of a job that has ended was told of it, or is not told any more, or is to be told again.
     *
     * @param status how the job ended
     * @param state pending: it is to be told from the beginning
     * @param attempts all there were
     */
    record Told(
            JobId job,
            TenantId tenant,
            JobStatus status,
            DeliveryState state,
            List<DeliveryAttempt> attempts,
            Instant at)
            implements LogEntry {}
}
