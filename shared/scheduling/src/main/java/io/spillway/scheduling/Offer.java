package io.spillway.scheduling;

import io.spillway.contract.routing.TargetName;
import java.util.OptionalInt;

/**
 * What a worker can do now for one target.
 *
 * @param keys how many API keys the target has, 1 for a target that wants none
 * @param slots how many more calls of it this worker can run now
 * @param concurrency how many calls of it may run at once over the whole cluster with one key, if limited
 */
public record Offer(TargetName target, int keys, int slots, OptionalInt concurrency) {}
