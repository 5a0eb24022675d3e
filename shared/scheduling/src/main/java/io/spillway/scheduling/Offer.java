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
 */
public record Offer(TargetName target, int keys, int primary, int slots, Limits limits) {}
