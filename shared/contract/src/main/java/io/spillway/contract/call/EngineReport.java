package io.spillway.contract.call;

import io.spillway.contract.routing.TargetName;

/**
 * A model process behind a worker, as it stands.
 *
 * @param name the process's name, {@code engine-<model>}
 * @param state {@code fetching, resting, loading, ready, leaving, down} or {@code stopped}
 * @param pid 0 while there is no process
 * @param slots how many calls it runs at once
 * @param restarts how often it was started again
 * @param residentBytes its memory, 0 while unknown
 * @param detail why it is not ready, or how far a download has come
 */
public record EngineReport(
        String name,
        TargetName target,
        String state,
        long pid,
        int slots,
        int restarts,
        long residentBytes,
        String detail) {}
