package io.spillway.gateway.api;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.JobView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what the scheduler knows of a job into what clients see. */
public final class JobShape {
    private JobShape() {}

    /** The job as {@code view} has it. */
    public static JobBody of(JobView view) {
        Job job = view.job();
        return new JobBody(
                job.id().value(),
                "job",
                job.type().word(),
                view.status().word(),
                job.model(),
                job.acceptedAt().getEpochSecond(),
                seconds(view.startedAt()),
                seconds(view.completedAt()),
                job.deadlines().endBy().getEpochSecond(),
                view.queue().map(JobShape::queue).orElse(null),
                view.attempts().stream().map(JobShape::attempt).toList(),
                target(view).orElse(null),
                degraded(view),
                view.output().map(output -> OutputShape.of(job, output)).orElse(null),
                usage(view.attempts()).orElse(null),
                cost(view.attempts()).orElse(null),
                view.error()
                        .map(error -> new JobBody.Error(error.code(), error.message()))
                        .orElse(null),
                urls(job),
                job.metadata());
    }

    /** One attempt. */
    public static JobBody.Attempt attempt(Attempt attempt) {
        return new JobBody.Attempt(
                attempt.target().value(),
                attempt.startedAt().getEpochSecond(),
                attempt.endedAt().getEpochSecond(),
                attempt.outcome(),
                attempt.detail());
    }

    /** A job's own address. */
    public static String self(Job job) {
        return "/v1/jobs/" + job.id();
    }

    private static JobBody.Urls urls(Job job) {
        return new JobBody.Urls(self(job), self(job) + "/cancel", self(job) + "/events");
    }

    private static JobBody.Queue queue(JobView.Queue queue) {
        return new JobBody.Queue(
                queue.position(),
                queue.reason(),
                notBefore(queue.estimatedStartAt()),
                queue.targets().stream().map(JobShape::stop).toList());
    }

    private static JobBody.Stop stop(JobView.Stop stop) {
        return new JobBody.Stop(
                stop.target().value(),
                stop.available(),
                stop.kind().map(kind -> kind.word()).orElse(null),
                notBefore(stop.until()));
    }

    /** The target that runs the job now, or the one that answered it. */
    private static Optional<String> target(JobView view) {
        return degraded(view) ? Optional.of("last-resort") : model(view).map(TargetName::value);
    }

    private static boolean degraded(JobView view) {
        return view.output().map(Output::degraded).orElse(false);
    }

    private static Optional<TargetName> model(JobView view) {
        return switch (view.status()) {
            case QUEUED, IN_PROGRESS -> view.running();
            case COMPLETED ->
                view.attempts().isEmpty()
                        ? Optional.empty()
                        : Optional.of(view.attempts().getLast().target());
            case FAILED, CANCELLED, EXPIRED -> Optional.empty();
        };
    }

    private static Optional<JobBody.Usage> usage(List<Attempt> attempts) {
        return attempts.stream()
                .flatMap(attempt -> attempt.usage().stream())
                .reduce((one, other) -> new Usage(
                        one.inputTokens() + other.inputTokens(),
                        one.outputTokens() + other.outputTokens(),
                        one.estimated() || other.estimated()))
                .map(usage -> new JobBody.Usage(
                        usage.inputTokens(),
                        usage.outputTokens(),
                        usage.inputTokens() + usage.outputTokens(),
                        usage.estimated()));
    }

    private static Optional<BigDecimal> cost(List<Attempt> attempts) {
        return attempts.stream().flatMap(attempt -> attempt.cost().stream()).reduce(BigDecimal::add);
    }

    private static @Nullable Long seconds(Optional<Instant> at) {
        return at.map(Instant::getEpochSecond).orElse(null);
    }

    /** Rounded up: whoever comes at that second comes in time. */
    private static @Nullable Long notBefore(Optional<Instant> at) {
        return at.map(time -> time.plusMillis(999).getEpochSecond()).orElse(null);
    }
}
