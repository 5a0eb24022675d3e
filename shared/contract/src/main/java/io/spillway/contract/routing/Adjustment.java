package io.spillway.contract.routing;

import java.util.OptionalInt;

/**
 * What an operator has set of a target instead of what the configuration says, until he takes it back. It is kept in
 * {@code spillway.state}, and counts in every process within the moment it takes to read it there.
 *
 * @param concurrency calls at once with one key
 * @param rpm calls of one key begun within any 60 s
 * @param tpm tokens of calls of one key begun within any 60 s
 * @param weight in routes whose strategy is weighted
 */
public record Adjustment(OptionalInt concurrency, OptionalInt rpm, OptionalInt tpm, OptionalInt weight) {
    /** As configured. */
    public static final Adjustment NONE =
            new Adjustment(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** Where the state keeps it. */
    public static String place(TargetName target) {
        return "target:" + target;
    }

    /** The limits that hold instead of {@code configured}. */
    public Limits over(Limits configured) {
        return new Limits(
                concurrency.isPresent() ? concurrency : configured.concurrency(),
                rpm.isPresent() ? rpm : configured.rpm(),
                tpm.isPresent() ? tpm : configured.tpm());
    }
}
