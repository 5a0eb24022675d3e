package io.spillway.scheduling;

import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;

/**
 * What a worker can do now for one target.
 *
 * @param keys how many API keys the target has, 1 for a target that wants none
 * @param primary how many of these are no reserve
 * @param slots how many more calls of it this worker can run now
 * @param limits how much may be asked of one key over the whole cluster
 * @param keepsPrefixes whether a call leaves its prompt in this worker's memory, where a conversation's next turn finds it
 */
public record Offer(TargetName target, int keys, int primary, int slots, Limits limits, boolean keepsPrefixes) {
    /** One whose workers are all the same to a conversation. */
    public Offer(TargetName target, int keys, int primary, int slots, Limits limits) {
        this(target, keys, primary, slots, limits, false);
    }
}
