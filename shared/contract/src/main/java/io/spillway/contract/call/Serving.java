package io.spillway.contract.call;

import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.List;

/** What one kind of worker can call: the only thing in which the kinds differ. */
public interface Serving extends AutoCloseable {
    /**
     * A target that can be called now.
     *
     * @param keys how many API keys it has, 1 where it wants none
     * @param primary how many of these are no reserve
     * @param slots how many calls of it this worker can run at once
     * @param limits how much may be asked of one key over the whole cluster
     * @param keepsPrefixes whether a call leaves its prompt in memory here, where a conversation's next turn finds it
     */
    record Capacity(TargetName target, int keys, int primary, int slots, Limits limits, boolean keepsPrefixes) {}

    /** The targets that can be called now; may change from call to call. */
    List<Capacity> capacities();

    /** Who calls {@code target} with its key number {@code key}, from 0. */
    ModelCaller caller(TargetName target, int key);

    /** The model processes behind it, if there are any. */
    default List<EngineReport> engines() {
        return List.of();
    }

    /** The memories that it loads models into, if it loads any. */
    default List<MemoryReport> memories() {
        return List.of();
    }

    /** What it found when it looked at its providers, at the start or since. */
    default List<ProviderReport> providers() {
        return List.of();
    }

    /** Looks at one of its providers again, for some seconds at most: {@link #providers()} then answers {@code order}. */
    default void look(String provider, Instant order) throws InterruptedException {}

    /** The providers that are to be asked again and again whether they are well. */
    default List<HealthProbe> probes() {
        return List.of();
    }

    /** Told once, before anything is asked of it, who knows the devices that are there. */
    default void meet(Devices devices) {}

    /** Told once, before anything is asked of it, who knows what waits. */
    default void meet(Waits waits) {}

    /** Stops whatever it keeps running. */
    @Override
    void close();
}
