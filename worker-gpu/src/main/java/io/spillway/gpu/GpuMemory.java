package io.spillway.gpu;

import io.spillway.contract.cluster.EngineSettings;
import io.spillway.gguf.memory.MemoryPlan;
import io.spillway.gguf.memory.Place;
import io.spillway.gpu.device.Gpu;
import io.spillway.gpu.device.Gpus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says where a worker's models go: into GPUs, into the machine's memory, or nowhere. */
final class GpuMemory {
    private static final int MIB_SHIFT = 20;

    private GpuMemory() {}

    /** Nothing where there is no GPU and the configuration does not want the CPU instead. */
    static Optional<MemoryPlan> of(Gpus gpus, EngineSettings settings) {
        if (!gpus.found().isEmpty()) {
            List<Place> places = gpus.found().stream()
                    .map(gpu -> new Place(OptionalInt.of(gpu.index()), budget(gpu, settings)))
                    .toList();
            boolean strict = settings.memoryBudget().isPresent();
            return Optional.of(new MemoryPlan(places, strict, settings.minimumStay()));
        }
        return switch (settings.withoutGpu()) {
            case CPU -> Optional.of(MemoryPlan.machine(settings));
            case NOT_READY -> Optional.empty();
        };
    }

    /** A budget that was set is for each GPU, and never more than what one has. */
    private static long budget(Gpu gpu, EngineSettings settings) {
        long free = gpu.freeMib() << MIB_SHIFT;
        return Math.min(free, settings.memoryBudget().orElse(Place.partOf(free)));
    }
}
