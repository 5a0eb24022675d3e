package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Output;
import io.spillway.scheduling.JobView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a real call of a target. */
@Schema(name = "TargetTest")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TargetTestBody(
        String target,
        @Schema(description = "Whether it answered.") boolean ok,
        @Schema(description = "The job that made the call.") String job,

        @Schema(
                description = "How its last call ended, such as completed, exhausted or transient; or what it waited"
                        + " for, such as exhausted or slot, where no call was made.")
        String outcome,

        @Schema(description = "Why, in one line.") String detail,

        @Schema(description = "Milliseconds that the last call took; null where none was made.") @Nullable
        Long tookMs,

        @Schema(description = "What it answered, of a chat its first 500 characters; null where it did not.") @Nullable
        String answer,

        @Schema(description = "US dollars; null where the target has no price or no call was made.") @Nullable
        BigDecimal cost) {
    private static final int SHOWN = 500;

    static TargetTestBody of(String target, JobView view) {
        Optional<Attempt> last = view.attempts().isEmpty()
                ? Optional.empty()
                : Optional.of(view.attempts().getLast());
        return new TargetTestBody(
                target,
                view.status() == JobStatus.COMPLETED
                        && view.output().filter(output -> !output.degraded()).isPresent(),
                view.job().id().value(),
                last.map(Attempt::outcome)
                        .orElseGet(() -> view.queue().map(JobView.Queue::reason).orElse("none")),
                last.map(Attempt::detail).orElseGet(() -> waiting(view)),
                last.map(call -> Duration.between(call.startedAt(), call.endedAt())
                                .toMillis())
                        .orElse(null),
                view.output().map(TargetTestBody::answer).orElse(null),
                view.attempts().stream()
                        .flatMap(attempt -> attempt.cost().stream())
                        .reduce(BigDecimal::add)
                        .orElse(null));
    }

    private static String answer(Output output) {
        if (!output.artifacts().isEmpty()) {
            return output.artifacts().getFirst().contentType();
        }
        int dimensions = output.body().at("/data/0/embedding").size();
        if (dimensions > 0) {
            return dimensions + " dimensions";
        }
        return output.text().substring(0, Math.min(SHOWN, output.text().length()));
    }

    private static String waiting(JobView view) {
        return view.queue().stream()
                .flatMap(queue -> queue.targets().stream())
                .flatMap(stop -> stop.kind().stream())
                .map(ExhaustionKind::word)
                .findFirst()
                .orElse("no worker took it in time");
    }
}
