package io.spillway.contract.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of worker that serves a target. */
public enum Pool {
    /** Calls providers over HTTP. */
    CLOUD,
    /** Runs GGUF models on the CPU. */
    LOCAL,
    /** Runs GGUF models on CUDA GPUs. */
    GPU;

    /** The word used in the configuration, the API and process names. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The pool that {@code word} names, if any. */
    public static Optional<Pool> of(String word) {
        return Arrays.stream(values()).filter(pool -> pool.word().equals(word)).findFirst();
    }
}
