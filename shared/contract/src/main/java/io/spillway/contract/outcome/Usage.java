package io.spillway.contract.outcome;

/**
 * What a call used, in tokens.
 *
 * @param estimated whether we counted because the provider did not say
 */
public record Usage(long inputTokens, long outputTokens, boolean estimated) {
    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, false);
}
