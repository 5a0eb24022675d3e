package io.spillway.gateway;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.JobView;
import io.spillway.testing.JobBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job as looked at, step by step: queued at 1000, each later step 10 s after the one before. */
public final class ViewBuilder {
    private final Job job;
    private final List<Attempt> attempts = new ArrayList<>();
    private JobStatus status = JobStatus.QUEUED;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> completedAt = Optional.empty();
    private Optional<TargetName> running = Optional.empty();
    private Optional<Output> output = Optional.empty();
    private Optional<JobError> error = Optional.empty();
    private long clock = 1_000;

    private ViewBuilder(Job job) {
        this.job = job;
    }

    /** A job that has been accepted and waits. */
    public static ViewBuilder aQueuedJob() {
        return new ViewBuilder(
                JobBuilder.aJob().acceptedAt(Instant.ofEpochSecond(1_000)).build());
    }

    public ViewBuilder runningOn(String target) {
        status = JobStatus.IN_PROGRESS;
        running = Optional.of(new TargetName(target));
        startedAt = startedAt.or(() -> Optional.of(tick()));
        return this;
    }

    /** The running attempt ended and the job waits again. */
    public ViewBuilder attemptEnded(String outcome) {
        addAttempt(outcome, Optional.empty());
        status = JobStatus.QUEUED;
        return this;
    }

    public ViewBuilder completed(String text) {
        addAttempt("completed", Optional.of(new Usage(3, 4, false)));
        output = Optional.of(Output.chat(text, "stop"));
        return ended(JobStatus.COMPLETED);
    }

    /** The last attempt was no answer, and the job got the one of last resort. */
    public ViewBuilder degraded(String text) {
        output = Optional.of(Output.chat(text, "stop").asDegraded());
        return ended(JobStatus.COMPLETED);
    }

    public ViewBuilder ended(JobStatus end) {
        status = end;
        running = Optional.empty();
        completedAt = Optional.of(tick());
        if (end != JobStatus.COMPLETED) {
            error = Optional.of(new JobError(end.word(), "why"));
        }
        return this;
    }

    public JobView build() {
        Optional<JobView.Queue> queue = status == JobStatus.QUEUED
                ? Optional.of(new JobView.Queue(
                        1,
                        "slot",
                        Optional.empty(),
                        List.of(new JobView.Stop(
                                new TargetName("gguf/demo"), true, Optional.empty(), Optional.empty()))))
                : Optional.empty();
        return new JobView(job, status, startedAt, completedAt, List.copyOf(attempts), running, output, error, queue);
    }

    private void addAttempt(String outcome, Optional<Usage> usage) {
        Instant began = tick();
        attempts.add(new Attempt(
                attempts.size() + 1,
                1,
                running.orElseThrow(),
                began,
                tick(),
                outcome,
                "",
                usage,
                usage.map(used -> new BigDecimal("0.0025"))));
        running = Optional.empty();
    }

    private Instant tick() {
        clock += 10;
        return Instant.ofEpochSecond(clock);
    }
}
