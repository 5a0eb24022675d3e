package io.spillway.gguf.supervision;

import io.spillway.contract.routing.TargetName;
import java.util.OptionalLong;

/**
 * One engine as it stands, for {@code /ops/workers}.
 *
 * @param name the process' name, {@code engine-<model>}
 * @param pid its process, while there is one
 * @param state {@code fetching, resting, loading, ready, leaving, down} or {@code stopped}
 * @param detail why it is not ready, or how far a download has come
 * @param restarts how often a process was started after the first
 * @param residentBytes memory of the process, while that is known
 */
public record EngineStatus(
        String name,
        TargetName target,
        OptionalLong pid,
        String state,
        String detail,
        int restarts,
        OptionalLong residentBytes,
        int slots) {}
