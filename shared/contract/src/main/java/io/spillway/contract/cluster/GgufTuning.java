package io.spillway.contract.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The switches of a GGUF model's engine.
 *
 * @param threads CPU threads it computes with; else what its worker has to give
 * @param mmap whether the file is mapped into memory, so that its pages are shared and read when they are first needed
 * @param promptCache whether a slot keeps what it has computed of the last prompt, for one that begins alike
 * @param format the prompt format, for a file that has no template of its own
 * @param gpu the GPU that a gpu worker puts it on, by its number; else the one with most memory free
 */
public record GgufTuning(
        OptionalInt threads,
        boolean flashAttention,
        KvType kvType,
        boolean mmap,
        boolean promptCache,
        Optional<String> format,
        OptionalInt gpu) {
    /** What holds where the configuration does not say. */
    public static final GgufTuning DEFAULT =
            new GgufTuning(OptionalInt.empty(), false, KvType.F16, true, true, Optional.empty(), OptionalInt.empty());

    /** The prompt formats that can be asked for. */
    public static final List<String> FORMATS = List.of(
            "chatml",
            "qwen2.5",
            "zephyr",
            "llama3",
            "llama3.2",
            "llama2",
            "mistral-v1",
            "phi2",
            "phi3",
            "neural-chat",
            "gemma");

    /** What the keys and values of a context are kept in. */
    public enum KvType {
        F16,
        /** Half the memory of F16. */
        Q8_0,
        /** A good quarter of the memory of F16, at some cost to the answers. */
        Q4_0;

        /** Its name in the configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
