package io.spillway.worker;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReprieveTest {
    private static final NextStep FAILED =
            new NextStep.End(JobStatus.FAILED, new JobError("all_targets_failed", "b/b: transient, 500"));
    private static final Outcome DOWN = new Outcome.Transient("500", true);
    private static final Outcome ANSWER = new Outcome.Completed(Output.chat("a", "stop"), Usage.NONE);
    private static final Job JOB = JobBuilder.aJob()
            .targets("a/a", "b/b")
            .retry(new Retry(2, List.of()))
            .build();

    private final Reprieve reprieve = new Reprieve();

    @Test
    void aJobWhoseTargetsMayAllBeDownAsksThemAgainAfterASecond() {
        // Given
        Grant grant = twiceAtBoth();
        // When
        NextStep step = instead(DOWN, grant);
        // Then
        assertThat(left(step)).isEqualTo("a/a~2000|b/b~2000");
        assertThat(delay(step)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void itAsksEverMoreRarely() {
        // Given
        Grants grants = Grants.of(JOB).after("a/a", "refused", "no");
        for (int failures = 0; failures < 40; failures++) {
            grants.after("b/b", "transient", "500");
        }
        // When
        NextStep step = instead(DOWN, grants.left("b/b~2000").grant());
        // Then
        assertThat(left(step)).as("one that refused is asked no more").isEqualTo("b/b~2000");
        assertThat(delay(step)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aTargetThatAnswersOthersButNotThisJobIsLeft() {
        // Given
        Grant grant = twiceAtBoth();
        answers("a/a");
        answers("b/b");
        // When
        NextStep once = instead(DOWN, grant);
        NextStep again = instead(
                DOWN,
                Grants.of(JOB)
                        .after("a/a", "transient", "500")
                        .after("a/a", "transient", "500")
                        .after("b/b", "transient", "500")
                        .after("b/b", "transient", "500")
                        .left("b/b~2000")
                        .grant());
        // Then
        assertThat(left(once))
                .as("the failure just now may be the first of many")
                .isEqualTo("b/b~2000");
        assertThat(again).isEqualTo(FAILED);
    }

    @Test
    void aFailureOfATargetThatIsThereCounts() {
        assertThat(instead(new Outcome.Transient("longer than PT30S"), twiceAtBoth()))
                .isEqualTo(FAILED);
        assertThat(instead(new Outcome.Refused("no"), twiceAtBoth())).isEqualTo(FAILED);
    }

    @Test
    void whatIsNoEndForWantOfAnAnswerStays() {
        // Given
        NextStep rejected = new NextStep.End(JobStatus.FAILED, new JobError("rejected", "no messages"));
        // Then
        assertThat(reprieve.instead(rejected, ended(DOWN), twiceAtBoth())).isEqualTo(rejected);
        assertThat(reprieve.instead(new NextStep.Forget(), ended(DOWN), twiceAtBoth()))
                .isEqualTo(new NextStep.Forget());
    }

    /** At its last attempt of the second target. */
    private static Grant twiceAtBoth() {
        return Grants.of(JOB)
                .after("a/a", "transient", "500")
                .after("a/a", "transient", "500")
                .after("b/b", "exhausted", "429")
                .after("b/b", "transient", "500")
                .left("b/b~2000")
                .grant();
    }

    /** Another job's call of the target, begun after this job's attempts of the history and before the one just now. */
    private void answers(String target) {
        reprieve.heard(attempt(target, JOB.acceptedAt().plusSeconds(1), "completed"), ANSWER);
    }

    private NextStep instead(Outcome outcome, Grant grant) {
        return reprieve.instead(FAILED, ended(outcome), grant);
    }

    private static Reprieve.Ended ended(Outcome outcome) {
        return new Reprieve.Ended(outcome, attempt("b/b", JOB.acceptedAt().plusSeconds(2), outcome.word()));
    }

    private static Attempt attempt(String target, Instant at, String outcome) {
        return new Attempt(9, 9, new TargetName(target), at, at, outcome, "", Optional.empty(), Optional.empty());
    }

    private static String left(NextStep step) {
        return ((NextStep.GoOn) step).spill().left().key();
    }

    private static Duration delay(NextStep step) {
        return ((NextStep.GoOn) step).spill().delay();
    }
}
