package io.spillway.scheduling;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a target stands for everybody.
 *
 * @param waiting jobs that wait with a plan that holds it
 * @param running calls of it that are under way
 */
public record TargetState(TargetName target, long waiting, long running, List<Key> keys) {
    /**
     * One of its keys.
     *
     * @param until when it may be called again, if it may not now; {@code kind} and {@code why} go with it
     * @param allowed how many calls at once it may have while it proves itself again after an exhaustion
     * @param requests calls that its provider's last word leaves, and {@code tokens} the tokens
     */
    public record Key(
            int number,
            Optional<Instant> until,
            Optional<ExhaustionKind> kind,
            String why,
            OptionalInt allowed,
            Optional<Left> requests,
            Optional<Left> tokens) {}

    /** What is left of a limit, what has begun since taken off, until all of it is there again. */
    public record Left(long remaining, Instant reset) {}

    /** Whether it may be called now, with one key or another. */
    public boolean available() {
        return keys.stream().anyMatch(key -> key.until().isEmpty());
    }

    /** When the first of its keys is back, if none is there now. */
    public Optional<Instant> until() {
        return available()
                ? Optional.empty()
                : keys.stream().flatMap(key -> key.until().stream()).min(Comparator.naturalOrder());
    }
}
