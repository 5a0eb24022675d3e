package io.spillway.gpu.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** The few functions of NVML that are needed, typed. Each answers 0, or what went wrong. */
record NvmlCalls(
        MethodHandle initHandle,
        MethodHandle shutdownHandle,
        MethodHandle countHandle,
        MethodHandle deviceHandle,
        MethodHandle nameHandle,
        MethodHandle memoryHandle) {
    /** {@code nvmlMemory_t}: total, free, used. */
    private static final MemoryLayout MEMORY = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final long FREE = 8;

    /** Bytes of one GPU. */
    record Memory(long total, long free) {}

    /** NVML said no. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    static NvmlCalls of(SymbolLookup library) {
        return new NvmlCalls(
                handle(library, "nvmlInit_v2", FunctionDescriptor.of(JAVA_INT)),
                handle(library, "nvmlShutdown", FunctionDescriptor.of(JAVA_INT)),
                handle(library, "nvmlDeviceGetCount_v2", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
                handle(library, "nvmlDeviceGetHandleByIndex_v2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS)),
                handle(library, "nvmlDeviceGetName", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT)),
                handle(library, "nvmlDeviceGetMemoryInfo", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)));
    }

    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
        MemorySegment symbol = library.find(name).orElseThrow(() -> new Failed("the library does not have " + name));
        return Linker.nativeLinker().downcallHandle(symbol, type);
    }

    void init() {
        require("nvmlInit_v2", () -> (int) initHandle.invokeExact());
    }

    void shutdown() {
        require("nvmlShutdown", () -> (int) shutdownHandle.invokeExact());
    }

    int count(Arena arena) {
        MemorySegment count = arena.allocate(JAVA_INT);
        require("nvmlDeviceGetCount_v2", () -> (int) countHandle.invokeExact(count));
        return count.get(JAVA_INT, 0);
    }

    MemorySegment device(int index, Arena arena) {
        MemorySegment device = arena.allocate(ADDRESS);
        require("nvmlDeviceGetHandleByIndex_v2", () -> (int) deviceHandle.invokeExact(index, device));
        return device.get(ADDRESS, 0);
    }

    String name(MemorySegment device, MemorySegment buffer) {
        require("nvmlDeviceGetName", () -> (int) nameHandle.invokeExact(device, buffer, (int) buffer.byteSize()));
        return buffer.getString(0, StandardCharsets.UTF_8);
    }

    Memory memory(MemorySegment device, Arena arena) {
        MemorySegment memory = arena.allocate(MEMORY);
        require("nvmlDeviceGetMemoryInfo", () -> (int) memoryHandle.invokeExact(device, memory));
        return new Memory(memory.get(JAVA_LONG, 0), memory.get(JAVA_LONG, FREE));
    }

    private interface Call {
        int run() throws Throwable;
    }

    private static void require(String name, Call call) {
        int answer;
        try {
            answer = call.run();
        } catch (Throwable e) {
            throw new Failed(name + " could not be called: " + e);
        }
        if (answer != 0) {
            throw new Failed(name + " answered " + answer);
        }
    }
}
