package io.spillway.contract.cluster;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How workers fetch and load GGUF models.
 *
 * @param memoryBudget bytes that the loaded models of one worker may take together; else what is free at its start
 * @param minimumStay how long a model that was loaded stays, though others are waited for
 * @param maxModelSize bytes that a model file may have at most
 * @param offline whether nothing is fetched: only files that are there already are used
 * @param withoutGpu what a gpu worker does on a machine without a GPU
 */
public record EngineSettings(
        OptionalLong memoryBudget, Duration minimumStay, long maxModelSize, boolean offline, WithoutGpu withoutGpu) {
    /** What holds where the configuration does not say. */
    public static final EngineSettings DEFAULT = new EngineSettings(
            OptionalLong.empty(), Duration.ofSeconds(30), 100_000_000_000L, false, WithoutGpu.NOT_READY);

    /** What a gpu worker does where there is no GPU. */
    public enum WithoutGpu {
        /** It runs its models on the CPU. */
        CPU,
        /** It offers nothing, and says why. */
        NOT_READY
    }
}
