package io.spillway.worker;

import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Spill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps a job that has used up its attempts on targets that seem to be down: it waits and asks again, ever more rarely,
 * until one of them answers it, or answers others but not it (docs/adr/0018). So a provider that is down ends no job.
 */
final class Reprieve {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;
    private static final Set<String> NO_ANSWER = Set.of("exhausted", "lost", "interrupted", "crashed");

    /** When the latest call began that each target has answered, as this worker has seen. */
    private final Map<TargetName, Instant> answered = new ConcurrentHashMap<>();

    /** How the attempt ended, and its line in the history. */
    record Ended(Outcome outcome, Attempt attempt) {}

    /** Learns from how a call ended. A refusal says nothing: some are ours, without a call. */
    void heard(Attempt attempt, Outcome outcome) {
        if (isAnswer(outcome)) {
            answered.merge(attempt.target(), attempt.startedAt(), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    private static boolean isAnswer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed _, Outcome.Empty _ -> true;
            case Outcome.Exhausted _,
                    Outcome.Transient _,
                    Outcome.Rejected _,
                    Outcome.Refused _,
                    Outcome.Crashed _,
                    Outcome.Cancelled _,
                    Outcome.Interrupted _ -> false;
        };
    }

    /** {@code step}, unless it would end the job for want of an answer although targets of it may only be down. */
    NextStep instead(NextStep step, Ended last, Grant grant) {
        boolean hopeless = !(step instanceof NextStep.End end)
                || !end.error().code().equals(Steps.ALL_TARGETS_FAILED)
                || !(last.outcome() instanceof Outcome.Transient failure && failure.down());
        if (hopeless) {
            return step;
        }
        List<Attempt> all = Stream.concat(grant.history().stream(), Stream.of(last.attempt()))
                .toList();
        Plan open = new Plan(grant.job().plan().choices().stream()
                .filter(choice -> maybeDown(choice.target(), all, grant))
                .toList());
        return open.isEmpty() ? step : new NextStep.GoOn(new Spill(open, pause(open, all, grant), Optional.empty()));
    }

    /** Whether its last word was a failure that may pass, and it has answered too few calls since to blame the job. */
    private boolean maybeDown(TargetName target, List<Attempt> all, Grant grant) {
        List<Attempt> said = all.stream()
                .filter(attempt -> attempt.target().equals(target) && !NO_ANSWER.contains(attempt.outcome()))
                .toList();
        Instant since = answered.getOrDefault(target, Instant.MIN);
        long counted = said.stream()
                .filter(Reprieve::passing)
                .filter(attempt -> attempt.endedAt().isBefore(since))
                .count();
        return !said.isEmpty()
                && passing(said.getLast())
                && counted < grant.job().retry().attemptsPerTarget();
    }

    private static boolean passing(Attempt attempt) {
        return attempt.outcome().equals("transient");
    }

    /** 1 s at first, doubled by every failure beyond the attempts that the route allows. */
    private static Duration pause(Plan open, List<Attempt> all, Grant grant) {
        long failures = all.stream()
                .filter(attempt -> passing(attempt) && open.targets().contains(attempt.target()))
                .count();
        long allowed =
                (long) grant.job().retry().attemptsPerTarget() * open.targets().size();
        Duration pause = FIRST.multipliedBy(1L << Math.clamp(failures - allowed, 0, DOUBLINGS));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
