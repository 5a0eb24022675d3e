package io.spillway.contract.routing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of a job's route: the targets still open to it, best first. A job waits in exactly one queue, its
 * plan's, and the queue's name is the plan's {@link #key()}; so two jobs with the same plan wait together.
 */
public record Plan(List<Choice> choices) {
    private static final Pattern CHOICE = Pattern.compile("([^~]+)~([0-9]{1,15})");

    /**
     * One target of a plan.
     *
     * @param patience how long a job waits for this target when it is merely busy before it takes the next one
     */
    public record Choice(TargetName target, Duration patience) {
        /** The patience of a target whose route does not say. */
        public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(2);

        public Choice {
            if (patience.isNegative()) {
                throw new IllegalArgumentException("patience is less than nothing: " + patience);
            }
        }
    }

    public Plan {
        choices = List.copyOf(choices);
    }

    /** The plan that {@code key} spells; the scheduler's scripts read the same form. */
    @JsonCreator
    public static Plan parse(String key) {
        return new Plan(
                key.isEmpty()
                        ? List.of()
                        : Arrays.stream(key.split("\\|", -1)).map(Plan::choice).toList());
    }

    private static Choice choice(String part) {
        Matcher match = CHOICE.matcher(part);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a target and its patience: " + part);
        }
        return new Choice(new TargetName(match.group(1)), Duration.ofMillis(Long.parseLong(match.group(2))));
    }

    /** The plan as text, {@code target~patience-in-ms} joined by {@code |}. */
    @JsonValue
    public String key() {
        return choices.stream()
                .map(choice -> choice.target() + "~" + choice.patience().toMillis())
                .collect(Collectors.joining("|"));
    }

    /** Whether no target is left. */
    public boolean isEmpty() {
        return choices.isEmpty();
    }

    /** The targets, best first. */
    public List<TargetName> targets() {
        return choices.stream().map(Choice::target).toList();
    }

    /** This plan with {@code target} behind the others, with the patience of a target whose route does not say. */
    public Plan and(TargetName target) {
        return new Plan(Stream.concat(choices.stream(), Stream.of(new Choice(target, Choice.DEFAULT_PATIENCE)))
                .toList());
    }

    /** This plan after {@code target} has been used up. */
    public Plan without(TargetName target) {
        return new Plan(choices.stream()
                .filter(choice -> !choice.target().equals(target))
                .toList());
    }
}
