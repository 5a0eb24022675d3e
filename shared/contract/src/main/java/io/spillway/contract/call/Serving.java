package io.spillway.contract.call;

import io.spillway.contract.routing.TargetName;
import java.util.List;
import java.util.OptionalInt;

/** What one kind of worker can call: the only thing in which the kinds differ. */
public interface Serving extends AutoCloseable {
    /**
     * A target that can be called now.
     *
     * @param keys how many API keys it has, 1 where it wants none
     * @param slots how many calls of it this worker can run at once
     * @param concurrency how many calls may run at once over the whole cluster with one key, if limited
     */
    record Capacity(TargetName target, int keys, int slots, OptionalInt concurrency) {}

    /** The targets that can be called now; may change from call to call. */
    List<Capacity> capacities();

    /** Who calls {@code target} with its key number {@code key}, from 0. */
    ModelCaller caller(TargetName target, int key);

    /** The model processes behind it, if there are any. */
    default List<EngineReport> engines() {
        return List.of();
    }

    /** Stops whatever it keeps running. */
    @Override
    void close();
}
