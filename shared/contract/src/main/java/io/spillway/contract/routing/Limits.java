package io.spillway.contract.routing;

import java.util.OptionalInt;

/**
 * How much of a target may be asked of one of its keys, over the whole cluster.
 *
 * @param concurrency calls at once
 * @param rpm calls begun within any 60 s
 * @param tpm tokens, prompt and answer, of calls begun within any 60 s
 */
public record Limits(OptionalInt concurrency, OptionalInt rpm, OptionalInt tpm) {
    /** As much as anybody likes. */
    public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
