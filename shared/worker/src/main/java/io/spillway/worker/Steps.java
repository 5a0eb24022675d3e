package io.spillway.worker;

import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Plan;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Spill;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns how an attempt ended into what happens next: the one place that decides it. */
final class Steps {
    /** The code of a job that no target had an answer for. */
    static final String ALL_TARGETS_FAILED = "all_targets_failed";

    /** Engines that die under a job; after the first it runs alone, so that the second dies of nothing else. */
    private static final int CRASHES_ALLOWED = 2;

    private Steps() {}

    /**
     * How an attempt ended, once it is known why it was told to stop: what is written down and what decides the next
     * step are the same.
     */
    static Outcome settled(Outcome outcome, Optional<StopReason> stopped, Grant grant) {
        boolean ranTooLong = stopped.equals(Optional.of(StopReason.TIMED_OUT));
        return switch (outcome) {
            case Outcome.Completed completed ->
                completed.output().isBlank() ? new Outcome.Empty(completed.usage()) : completed;
            // A call that ran too long did not cancel itself.
            case Outcome.Cancelled _, Outcome.Interrupted _ -> ranTooLong ? tooLong(grant) : outcome;
            case Outcome.Exhausted _,
                    Outcome.Transient _,
                    Outcome.Rejected _,
                    Outcome.Refused _,
                    Outcome.Empty _,
                    Outcome.Crashed _ -> outcome;
        };
    }

    private static Outcome tooLong(Grant grant) {
        return new Outcome.Transient(
                "still running after " + grant.job().deadlines().runTimeout() + " (run_timeout)");
    }

    /**
     * The next step of a job.
     *
     * @param outcome as {@link #settled}
     */
    static NextStep after(Outcome outcome, Optional<StopReason> stopped, Grant grant) {
        // An answer that has been paid for counts, whatever else happened meanwhile.
        return stopped.isPresent() && !(outcome instanceof Outcome.Completed)
                ? afterStop(stopped.get(), outcome, grant)
                : afterOutcome(outcome, grant);
    }

    private static NextStep afterStop(StopReason reason, Outcome outcome, Grant grant) {
        return switch (reason) {
            case CANCELLED -> new NextStep.End(JobStatus.CANCELLED, new JobError("cancelled", "cancelled on request"));
            case EXPIRED -> new NextStep.End(JobStatus.EXPIRED, new JobError("expired", "not finished by its end_by"));
            case TIMED_OUT -> afterOutcome(outcome, grant);
            case LOST -> new NextStep.Forget();
            case DRAINING -> new NextStep.GiveBack();
        };
    }

    private static NextStep afterOutcome(Outcome outcome, Grant grant) {
        return switch (outcome) {
            case Outcome.Completed completed -> new NextStep.Complete(completed);
            case Outcome.Exhausted exhausted -> goOn(grant.plan(), Duration.ZERO, Optional.of(bench(exhausted, grant)));
            case Outcome.Transient transientFailure -> afterTransient(transientFailure, grant);
            case Outcome.Rejected rejected -> failed("rejected", rejected.detail());
            case Outcome.Refused refused -> leaveTarget(refused, grant);
            case Outcome.Empty empty -> leaveTarget(empty, grant);
            case Outcome.Crashed crashed ->
                crashes(grant) + 1 < CRASHES_ALLOWED
                        ? goOn(grant.plan(), Duration.ZERO, Optional.empty())
                        : new NextStep.GiveUp(new JobError("engine_crashed", crashed.detail()));
            case Outcome.Cancelled _, Outcome.Interrupted _ -> new NextStep.GiveBack();
        };
    }

    private static NextStep afterTransient(Outcome.Transient failure, Grant grant) {
        int failures = failures("transient", grant) + 1;
        return failures < grant.job().retry().attemptsPerTarget()
                ? goOn(grant.plan(), grant.job().retry().delayAfter(failures), Optional.empty())
                : leaveTarget(failure, grant);
    }

    private static NextStep leaveTarget(Outcome outcome, Grant grant) {
        Plan left = grant.plan().without(grant.target());
        return left.isEmpty()
                ? failed(ALL_TARGETS_FAILED, story(outcome, grant))
                : goOn(left, Duration.ZERO, Optional.empty());
    }

    private static NextStep goOn(Plan left, Duration delay, Optional<Spill.Bench> bench) {
        return new NextStep.GoOn(new Spill(left, delay, bench));
    }

    private static NextStep failed(String code, String message) {
        return new NextStep.End(JobStatus.FAILED, new JobError(code, message));
    }

    private static Spill.Bench bench(Outcome.Exhausted exhausted, Grant grant) {
        return new Spill.Bench(
                grant.target(), grant.key(), exhausted.kind(), exhausted.retryAfter(), exhausted.detail());
    }

    /** How many engines have died under the job, whichever they were. */
    static long crashes(Grant grant) {
        return grant.history().stream()
                .filter(attempt -> attempt.outcome().equals("crashed"))
                .count();
    }

    private static int failures(String word, Grant grant) {
        return Math.toIntExact(grant.history().stream()
                .filter(attempt -> attempt.target().equals(grant.target())
                        && attempt.outcome().equals(word))
                .count());
    }

    /** What each target said last, for people. */
    private static String story(Outcome outcome, Grant grant) {
        Stream<String> before = grant.history().stream()
                .filter(attempt -> !attempt.target().equals(grant.target()))
                .filter(attempt -> !attempt.outcome().equals("exhausted"))
                .map(Steps::line);
        return Stream.concat(before, Stream.of(line(grant.target().value(), outcome.word(), outcome.detail())))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String line(Attempt attempt) {
        return line(attempt.target().value(), attempt.outcome(), attempt.detail());
    }

    private static String line(String target, String word, String detail) {
        return target + ": " + word + (detail.isEmpty() ? "" : ", " + detail);
    }

    /** What a call used, where the outcome says. */
    static Optional<Usage> usage(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed -> Optional.of(completed.usage());
            case Outcome.Empty empty -> Optional.of(empty.usage());
            case Outcome.Exhausted _,
                    Outcome.Transient _,
                    Outcome.Rejected _,
                    Outcome.Refused _,
                    Outcome.Crashed _,
                    Outcome.Cancelled _,
                    Outcome.Interrupted _ -> Optional.empty();
        };
    }
}
