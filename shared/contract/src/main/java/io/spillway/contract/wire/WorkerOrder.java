package io.spillway.contract.wire;

import java.time.Instant;

/**
 * What an operator asks of workers, in {@code spillway.state}, which every process follows: so it reaches a worker whether
 * Redis is there or not, and is there still after whoever asked is gone.
 *
 * @param at on the asker's clock; tells one order from the next, nothing is reckoned with it
 */
public record WorkerOrder(Instant at) {
    /** What every order to take no more jobs stands under. */
    public static final String DRAIN = "drain:";

    private static final String LOOK = "look:";

    /** Where the order stands that the worker with this id is to take no more jobs, for as long as it stands. */
    public static String drain(String worker) {
        return DRAIN + worker;
    }

    /** Where the order stands that every worker that calls {@code provider} is to look at it again. */
    public static String look(String provider) {
        return LOOK + provider;
    }
}
