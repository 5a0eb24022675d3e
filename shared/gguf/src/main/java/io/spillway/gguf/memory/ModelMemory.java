package io.spillway.gguf.memory;

import io.spillway.contract.cluster.GgufTuning.KvType;
import io.spillway.contract.cluster.Target.Gguf;
import io.spillway.gguf.prompt.ModelMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reckons what a model will take once it is loaded: its weights, the keys and values of all its slots, and what is around
 * them. llama.cpp says the exact figure only afterwards.
 */
public final class ModelMemory {
    /** The process, and buffers to compute in. */
    private static final long AROUND = 256L << 20;

    private ModelMemory() {}

    /**
     * About how many bytes the model in {@code file} needs.
     *
     * @throws IOException if its head is none of a GGUF file, with the reason
     */
    public static long of(Path file, Gguf gguf) throws IOException {
        ModelMetadata model = ModelMetadata.read(file);
        try {
            return Math.addExact(Files.size(file) + AROUND, context(model, gguf));
        } catch (ArithmeticException e) {
            throw new IOException("the GGUF file tells of a model too large for any memory", e);
        }
    }

    private static long context(ModelMetadata model, Gguf gguf) {
        long tokens = (long) Math.min(gguf.context(), model.trainedContext().orElse(gguf.context())) * gguf.slots();
        long heads = model.ofArchitecture("attention.head_count").orElse(1);
        long shared = model.ofArchitecture("attention.head_count_kv").orElse((int) heads);
        long width = model.ofArchitecture("embedding_length").orElse(0) / Math.max(1, heads);
        long key = model.ofArchitecture("attention.key_length").orElse((int) width);
        long value = model.ofArchitecture("attention.value_length").orElse((int) width);
        long layers = model.ofArchitecture("block_count").orElse(0);
        long numbers = Math.multiplyExact(Math.multiplyExact(layers, shared * (key + value)), tokens);
        return Math.multiplyExact(numbers, sixteenths(gguf.tuning().kvType())) / 16;
    }

    /** Sixteenths of a byte that one number takes, the scales of its block of 32 included. */
    private static long sixteenths(KvType type) {
        return switch (type) {
            case F16 -> 32;
            case Q8_0 -> 17;
            case Q4_0 -> 9;
        };
    }
}
