package io.spillway.worker;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Spill;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StepsTest {
    private static final Usage USAGE = new Usage(3, 5, false);
    private static final Outcome.Completed ANSWER = new Outcome.Completed(Output.chat("Hello.", "stop"), USAGE);
    private static final String BOTH = "openai/a~2000|gguf/b~0";
    private static final Retry TWICE = new Retry(2, List.of(Duration.ofMillis(500), Duration.ofSeconds(1)));
    private static final Retry FOUR_TIMES = new Retry(4, List.of(Duration.ofMillis(500), Duration.ofSeconds(1)));

    private static final List<Outcome> ALL = List.of(
            ANSWER,
            new Outcome.Exhausted(ExhaustionKind.RATE_LIMITED, Optional.of(Duration.ofSeconds(20)), "429"),
            new Outcome.Transient("reset by peer"),
            new Outcome.Rejected("no messages"),
            new Outcome.Refused("content policy"),
            new Outcome.Empty(USAGE),
            new Outcome.Crashed("signal 6"),
            new Outcome.Cancelled(),
            new Outcome.Interrupted("closing"));

    /** What was said, what is left, what came before; then the next step. */
    static Stream<Arguments> rows() {
        Grants fresh = grants(TWICE).left(BOTH);
        Grants onlyB = grants(TWICE).left("gguf/b~0").after("openai/a", "refused", "content policy");
        return Stream.of(
                arguments("an answer completes", ANSWER, fresh, new NextStep.Complete(ANSWER)),
                arguments(
                        "exhaustion benches the target and keeps the plan",
                        new Outcome.Exhausted(ExhaustionKind.BILLING, Optional.empty(), "no credit"),
                        grants(TWICE).left(BOTH).key(1),
                        goOn(BOTH, Duration.ZERO, bench(1, ExhaustionKind.BILLING, Optional.empty(), "no credit"))),
                arguments(
                        "exhaustion for a time that was said",
                        new Outcome.Exhausted(ExhaustionKind.RATE_LIMITED, Optional.of(Duration.ofSeconds(20)), "429"),
                        fresh,
                        goOn(
                                BOTH,
                                Duration.ZERO,
                                bench(0, ExhaustionKind.RATE_LIMITED, Optional.of(Duration.ofSeconds(20)), "429"))),
                arguments(
                        "exhaustion costs no attempt, however often",
                        new Outcome.Exhausted(ExhaustionKind.OVERLOADED, Optional.empty(), "529"),
                        grants(TWICE)
                                .left(BOTH)
                                .after("openai/a", "exhausted", "529")
                                .after("openai/a", "exhausted", "529")
                                .after("openai/a", "exhausted", "529"),
                        goOn(BOTH, Duration.ZERO, bench(0, ExhaustionKind.OVERLOADED, Optional.empty(), "529"))),
                arguments(
                        "the first failure that may pass is tried again after a pause",
                        new Outcome.Transient("reset"),
                        fresh,
                        goOn(BOTH, Duration.ofMillis(500))),
                arguments(
                        "the pause grows",
                        new Outcome.Transient("reset"),
                        grants(FOUR_TIMES).left(BOTH).after("openai/a", "transient", "reset"),
                        goOn(BOTH, Duration.ofSeconds(1))),
                arguments(
                        "the last of its attempts leaves the target",
                        new Outcome.Transient("reset"),
                        grants(TWICE).left(BOTH).after("openai/a", "transient", "reset"),
                        goOn("gguf/b~0", Duration.ZERO)),
                arguments(
                        "failures of another target do not count",
                        new Outcome.Transient("reset"),
                        grants(TWICE)
                                .left("gguf/b~0")
                                .after("openai/a", "transient", "x")
                                .after("openai/a", "transient", "x"),
                        goOn("gguf/b~0", Duration.ofMillis(500))),
                arguments(
                        "waiting and lost workers do not count",
                        new Outcome.Transient("reset"),
                        grants(TWICE)
                                .left(BOTH)
                                .after("openai/a", "exhausted", "429")
                                .after("openai/a", "lost", "the worker stopped renewing its lease"),
                        goOn(BOTH, Duration.ofMillis(500))),
                arguments(
                        "the last attempt of the last target fails the job and tells the story",
                        new Outcome.Transient("reset"),
                        grants(TWICE)
                                .left("gguf/b~0")
                                .after("openai/a", "exhausted", "429")
                                .after("openai/a", "refused", "content policy")
                                .after("gguf/b", "transient", "reset"),
                        failed("all_targets_failed", "openai/a: refused, content policy; gguf/b: transient, reset")),
                arguments(
                        "a request that is wrong is tried nowhere else",
                        new Outcome.Rejected("no messages"),
                        fresh,
                        failed("rejected", "no messages")),
                arguments(
                        "a refusal goes to the next target at once",
                        new Outcome.Refused("tools"),
                        fresh,
                        goOn("gguf/b~0", Duration.ZERO)),
                arguments(
                        "a refusal by the last target fails the job",
                        new Outcome.Refused("tools"),
                        onlyB,
                        failed("all_targets_failed", "openai/a: refused, content policy; gguf/b: refused, tools")),
                arguments(
                        "nothing for an answer goes to the next target",
                        new Outcome.Empty(USAGE),
                        fresh,
                        goOn("gguf/b~0", Duration.ZERO)),
                arguments(
                        "blanks for an answer go to the next target",
                        new Outcome.Completed(Output.chat(" \n", "stop"), USAGE),
                        fresh,
                        goOn("gguf/b~0", Duration.ZERO)),
                arguments(
                        "blanks from the last target fail the job",
                        new Outcome.Completed(Output.chat("", "stop"), USAGE),
                        onlyB,
                        failed("all_targets_failed", "openai/a: refused, content policy; gguf/b: empty")),
                arguments(
                        "a job under which an engine died runs once more",
                        new Outcome.Crashed("signal 6"),
                        fresh,
                        goOn(BOTH, Duration.ZERO)),
                arguments(
                        "a job under which an engine died twice ends",
                        new Outcome.Crashed("signal 6"),
                        grants(TWICE).left(BOTH).after("openai/a", "crashed", "signal 6"),
                        new NextStep.GiveUp(new JobError("engine_crashed", "signal 6"))),
                arguments(
                        "so does one under which engines of two targets died",
                        new Outcome.Crashed("signal 6"),
                        grants(TWICE).left(BOTH).after("gguf/b", "crashed", "signal 11"),
                        new NextStep.GiveUp(new JobError("engine_crashed", "signal 6"))),
                arguments(
                        "a call that was stopped for nothing goes back",
                        new Outcome.Cancelled(),
                        fresh,
                        new NextStep.GiveBack()),
                arguments(
                        "an interrupted call goes back",
                        new Outcome.Interrupted("closing"),
                        fresh,
                        new NextStep.GiveBack()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void anOutcomeDecidesTheNextStep(String name, Outcome outcome, Grants grants, NextStep expected) {
        assertThat(step(outcome, Optional.empty(), grants.grant())).isEqualTo(expected);
    }

    @Test
    void theTableHasEveryOutcome() {
        assertThat(rows().<Class<?>>map(row -> row.get()[1].getClass()).distinct())
                .containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
        assertThat(ALL).hasSameSizeAs(Outcome.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void anAnswerCountsWhyeverTheCallWasToldToStop(StopReason reason) {
        assertThat(step(ANSWER, Optional.of(reason), fresh())).isEqualTo(new NextStep.Complete(ANSWER));
    }

    @Test
    void aStopDecidesForWhateverIsNoAnswer() {
        for (Outcome outcome : ALL.subList(1, ALL.size())) {
            assertThat(step(outcome, Optional.of(StopReason.CANCELLED), fresh()))
                    .isEqualTo(
                            new NextStep.End(JobStatus.CANCELLED, new JobError("cancelled", "cancelled on request")));
            assertThat(step(outcome, Optional.of(StopReason.EXPIRED), fresh()))
                    .isEqualTo(
                            new NextStep.End(JobStatus.EXPIRED, new JobError("expired", "not finished by its end_by")));
            assertThat(step(outcome, Optional.of(StopReason.LOST), fresh())).isEqualTo(new NextStep.Forget());
            assertThat(step(outcome, Optional.of(StopReason.DRAINING), fresh())).isEqualTo(new NextStep.GiveBack());
        }
    }

    @Test
    void aCallThatRanTooLongIsAFailureThatMayPass() {
        for (Outcome stopped : List.of(new Outcome.Cancelled(), new Outcome.Interrupted("closing"))) {
            // Given
            Grant first = fresh();
            Grant last = grants(TWICE)
                    .left("gguf/b~0")
                    .after("gguf/b", "transient", "reset")
                    .grant();

            // When
            Outcome settled = Steps.settled(stopped, Optional.of(StopReason.TIMED_OUT), first);

            // Then
            assertThat(settled).isEqualTo(new Outcome.Transient("still running after PT5M (run_timeout)"));
            assertThat(step(stopped, Optional.of(StopReason.TIMED_OUT), first))
                    .isEqualTo(goOn(BOTH, Duration.ofMillis(500)));
            assertThat(step(stopped, Optional.of(StopReason.TIMED_OUT), last))
                    .isEqualTo(
                            failed("all_targets_failed", "gguf/b: transient, still running after PT5M (run_timeout)"));
        }
    }

    @Test
    void whatATargetSaidJustBeforeItsTimeWasOverIsHeard() {
        assertThat(step(new Outcome.Refused("tools"), Optional.of(StopReason.TIMED_OUT), fresh()))
                .isEqualTo(goOn("gguf/b~0", Duration.ZERO));
    }

    @Test
    void onlyWhatWasAnsweredIsBilled() {
        for (Outcome outcome : ALL) {
            boolean answered = outcome instanceof Outcome.Completed || outcome instanceof Outcome.Empty;
            assertThat(Steps.usage(outcome)).isEqualTo(answered ? Optional.of(USAGE) : Optional.empty());
        }
    }

    private static NextStep step(Outcome outcome, Optional<StopReason> stopped, Grant grant) {
        return Steps.after(Steps.settled(outcome, stopped, grant), stopped, grant);
    }

    private static Grant fresh() {
        return grants(TWICE).left(BOTH).grant();
    }

    private static Grants grants(Retry retry) {
        Job job = aJob().targets("openai/a", "gguf/b").retry(retry).build();
        return Grants.of(job);
    }

    private static NextStep goOn(String plan, Duration delay) {
        return new NextStep.GoOn(new Spill(Plan.parse(plan), delay, Optional.empty()));
    }

    private static NextStep goOn(String plan, Duration delay, Spill.Bench bench) {
        return new NextStep.GoOn(new Spill(Plan.parse(plan), delay, Optional.of(bench)));
    }

    private static Spill.Bench bench(int key, ExhaustionKind kind, Optional<Duration> time, String detail) {
        return new Spill.Bench(new TargetName("openai/a"), key, kind, time, detail);
    }

    private static NextStep failed(String code, String message) {
        return new NextStep.End(JobStatus.FAILED, new JobError(code, message));
    }
}
