package io.spillway.gguf.memory;

import io.spillway.contract.cluster.EngineSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What memory a worker has for its models.
 *
 * @param places the machine's own memory, or one for each GPU
 * @param strict whether the budget was set by somebody: then a model that is larger than it is refused
 * @param minimumStay how long a loaded model stays, though others are waited for
 */
public record MemoryPlan(List<Place> places, boolean strict, Duration minimumStay) {
    public MemoryPlan {
        places = List.copyOf(places);
    }

    /** This machine's memory. */
    public static MemoryPlan machine(EngineSettings settings) {
        OptionalLong budget = settings.memoryBudget();
        long bytes = budget.orElseGet(() -> Place.partOf(FreeMemory.bytes()));
        return new MemoryPlan(List.of(Place.machine(bytes)), budget.isPresent(), settings.minimumStay());
    }

    /** How large a model may be at most, in bytes. */
    public long largest() {
        return places.stream().mapToLong(Place::bytes).max().orElse(0);
    }

    /** Whether models are loaded into GPUs. */
    public boolean onGpus() {
        return places.stream().anyMatch(place -> place.device().isPresent());
    }

    /** The room that it makes, empty as yet. */
    public MemoryRoom room() {
        return new MemoryRoom(places, strict, minimumStay, System::nanoTime);
    }
}
