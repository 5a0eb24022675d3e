package io.spillway.gguf.memory;

import java.util.OptionalInt;

/**
 * One memory that models are loaded into: the machine's, or a GPU's.
 *
 * @param device the GPU's number
 * @param bytes how much of it models may take
 */
public record Place(OptionalInt device, long bytes) {
    private static final int PERCENT_OF_FREE = 80;

    /** The machine's own memory. */
    public static Place machine(long bytes) {
        return new Place(OptionalInt.empty(), bytes);
    }

    /** What models may take of {@code free} bytes, where nobody says: some is for everything else. */
    public static long partOf(long free) {
        return free / 100 * PERCENT_OF_FREE;
    }

    /** As people call it. */
    String name() {
        return device.isPresent() ? "GPU " + device.getAsInt() : "memory";
    }

    boolean allows(Room.Asking model) {
        return model.device().isEmpty() || model.device().equals(device);
    }
}
