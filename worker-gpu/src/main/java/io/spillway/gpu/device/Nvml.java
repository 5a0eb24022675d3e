package io.spillway.gpu.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks NVML, the library that comes with every NVIDIA driver, through the foreign function API. See
 * https://docs.nvidia.com/deploy/nvml-api/group__nvmlDeviceQueries.html.
 */
final class Nvml {
    private static final String USUAL = "libnvidia-ml.so.1";
    /** {@code NVML_DEVICE_NAME_V2_BUFFER_SIZE} */
    private static final int NAME_BYTES = 96;

    private static final int MIB_SHIFT = 20;

    private final NvmlCalls calls;
    private final Arena arena;

    private Nvml(NvmlCalls calls, Arena arena) {
        this.calls = calls;
        this.arena = arena;
    }

    /** The GPUs that the installed driver knows. */
    static Gpus usual() {
        return look(USUAL, arena -> SymbolLookup.libraryLookup(USUAL, arena));
    }

    /** The GPUs that the library {@code file} knows. */
    static Gpus of(Path file) {
        return look(file.toString(), arena -> SymbolLookup.libraryLookup(file, arena));
    }

    /** Opens a library for the life of an arena. */
    private interface Opening {
        SymbolLookup in(Arena arena);
    }

    private static Gpus look(String name, Opening library) {
        try (Arena arena = Arena.ofConfined()) {
            return new Nvml(NvmlCalls.of(library.in(arena)), arena).gpus();
        } catch (IllegalArgumentException e) {
            return Gpus.none("there is no " + name + ", so no NVIDIA driver");
        } catch (NvmlCalls.Failed e) {
            return Gpus.none("NVML: " + e.getMessage());
        }
    }

    private Gpus gpus() {
        calls.init();
        try {
            int count = calls.count(arena);
            List<Gpu> gpus = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                gpus.add(gpu(index));
            }
            return count == 0 ? Gpus.none("NVML: the driver knows no GPU") : Gpus.of(gpus);
        } finally {
            calls.shutdown();
        }
    }

    private Gpu gpu(int index) {
        MemorySegment device = calls.device(index, arena);
        NvmlCalls.Memory memory = calls.memory(device, arena);
        return new Gpu(
                index,
                calls.name(device, arena.allocate(NAME_BYTES)),
                memory.total() >> MIB_SHIFT,
                memory.free() >> MIB_SHIFT);
    }
}
