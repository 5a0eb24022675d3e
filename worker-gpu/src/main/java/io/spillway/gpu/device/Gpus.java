package io.spillway.gpu.device;

import java.util.List;

/**
 * What looking for GPUs has shown.
 *
 * @param found the GPUs, by their numbers
 * @param reason why there are none; empty where there are some
 */
public record Gpus(List<Gpu> found, String reason) {
    public Gpus {
        found = List.copyOf(found);
    }

    static Gpus of(List<Gpu> found) {
        return new Gpus(found, "");
    }

    static Gpus none(String reason) {
        return new Gpus(List.of(), reason);
    }

    /** Asks the driver's library, and {@code nvidia-smi} where it cannot be had. */
    public static Gpus look() {
        Gpus byLibrary = Nvml.usual();
        if (!byLibrary.found().isEmpty()) {
            return byLibrary;
        }
        Gpus byProgram = NvidiaSmi.gpus();
        return byProgram.found().isEmpty() ? none(byLibrary.reason() + "; " + byProgram.reason()) : byProgram;
    }
}
