package io.spillway.contract.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A GGUF model that people really run, so that its name alone says where it comes from and what it needs. Sizes are those
 * that the repositories list for the Q4_K_M files; what a token needs follows from the layers, key/value heads and head
 * size in the models' {@code config.json}.
 *
 * @param source the file, of a quantisation of about 4.8 bits a weight
 * @param context tokens of a prompt and its answer, where the configuration does not say; the model may know more
 * @param fileBytes what the file takes on disk and, once loaded, in memory
 * @param tokenBytes what each token of context takes in a cache of 16-bit keys and values
 * @param format the prompt format, for a file that has no template of its own
 */
public record Preset(
        String name, Target.Source.HuggingFace source, int context, long fileBytes, long tokenBytes, String format) {
    /** Buffers to compute in, and the process itself. */
    private static final long AROUND = 400L << 20;

    private static final long MB = 1_000_000;

    /** The catalogue. */
    public static final List<Preset> ALL = List.of(
            preset("qwen2.5-0.5b-instruct", "Qwen/Qwen2.5-0.5B-Instruct-GGUF", "qwen2.5-0.5b-instruct-q4_k_m.gguf")
                    .needs(4096, 491 * MB, 24 * 2 * 64, "qwen2.5"),
            preset(
                            "tinyllama-1.1b-chat",
                            "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF",
                            "tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf")
                    .needs(2048, 669 * MB, 22 * 4 * 64, "zephyr"),
            preset("llama-3.2-1b-instruct", "bartowski/Llama-3.2-1B-Instruct-GGUF", "Llama-3.2-1B-Instruct-Q4_K_M.gguf")
                    .needs(4096, 808 * MB, 16 * 8 * 64, "llama3.2"),
            preset("phi-2", "TheBloke/phi-2-GGUF", "phi-2.Q4_K_M.gguf").needs(2048, 1790 * MB, 32 * 32 * 80, "phi2"),
            preset("llama-3.2-3b-instruct", "bartowski/Llama-3.2-3B-Instruct-GGUF", "Llama-3.2-3B-Instruct-Q4_K_M.gguf")
                    .needs(4096, 2020 * MB, 28 * 8 * 128, "llama3.2"),
            preset(
                            "mistral-7b-instruct",
                            "TheBloke/Mistral-7B-Instruct-v0.2-GGUF",
                            "mistral-7b-instruct-v0.2.Q4_K_M.gguf")
                    .needs(4096, 4370 * MB, 32 * 8 * 128, "mistral-v1"),
            preset("neural-chat-7b", "TheBloke/neural-chat-7B-v3-1-GGUF", "neural-chat-7b-v3-1.Q4_K_M.gguf")
                    .needs(4096, 4370 * MB, 32 * 8 * 128, "neural-chat"));

    /** The preset of that name, in whatever case. */
    public static Optional<Preset> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(preset -> preset.name.equals(wanted)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Preset::name).toList();
    }

    /** About how many bytes of memory it takes when it is loaded with that many slots of that many tokens. */
    public long memory(int tokens, int slots) {
        return fileBytes + tokenBytes * tokens * slots + AROUND;
    }

    private static Named preset(String name, String repository, String file) {
        return new Named(name, new Target.Source.HuggingFace(repository, file));
    }

    private record Named(String name, Target.Source.HuggingFace source) {
        private static final int KEY_AND_VALUE = 2;
        private static final int BYTES = 2;

        /** @param perToken layers by key/value heads by the size of a head */
        Preset needs(int context, long fileBytes, long perToken, String format) {
            return new Preset(name, source, context, fileBytes, perToken * KEY_AND_VALUE * BYTES, format);
        }
    }
}
