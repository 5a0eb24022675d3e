package io.spillway.gguf.supervision;

import io.spillway.contract.cluster.GgufTuning;
import io.spillway.gguf.engine.EngineFolder;
import io.spillway.gguf.prompt.ModelMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * How a llama-server is started: with the few settings that have been there for years, so that any build of it will do.
 *
 * @param command its path, or its name on the PATH
 */
record ServerCommand(String command, EngineSpec spec, Path file) {
    private static final int KEY_BYTES = 24;

    /** A port of the loopback that is free now; should it be taken until then, the server ends and is started again. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whoever else is on this machine can reach the port, but does not know this. */
    static String key() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    ProcessBuilder builder(int port) throws IOException {
        List<String> words = new ArrayList<>(List.of(command, "--model", file.toString()));
        words.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
        words.addAll(List.of("--parallel", Integer.toString(spec.gguf().slots())));
        words.addAll(List.of(
                "--ctx-size",
                Integer.toString(spec.gguf().context() * spec.gguf().slots())));
        words.addAll(List.of("--threads", Integer.toString(spec.threads())));
        words.addAll(List.of(
                "--n-gpu-layers", Integer.toString(spec.onGpu() ? spec.gguf().gpuLayers() : 0)));
        words.addAll(List.of("--jinja", "--no-webui"));
        words.addAll(switches(spec.gguf().tuning()));
        if (spec.embedding()) {
            String context = Integer.toString(spec.gguf().context());
            // A text is read in one batch: it cannot be pooled in parts.
            words.addAll(List.of("--embeddings", "--batch-size", context, "--ubatch-size", context));
            // Without any, it would answer no call.
            if (ModelMetadata.read(file).pooling().isEmpty()) {
                words.addAll(List.of("--pooling", "last"));
            }
        }
        return new ProcessBuilder(words);
    }

    private static List<String> switches(GgufTuning tuning) {
        List<String> words = new ArrayList<>();
        if (!tuning.mmap()) {
            words.add("--no-mmap");
        }
        if (tuning.kvType() != GgufTuning.KvType.F16) {
            String type = tuning.kvType().word();
            words.addAll(List.of("--cache-type-k", type, "--cache-type-v", type));
        }
        return words;
    }

    /** Starts it with its key in its environment, where no list of processes shows it. */
    Process started(ProcessBuilder builder, Path folder, String key) throws IOException {
        builder.environment().put("LLAMA_API_KEY", key);
        // A flag in old builds, a flag with a value in new ones; so is the variable, but 1 is understood by both.
        if (spec.gguf().tuning().flashAttention()) {
            builder.environment().put("LLAMA_ARG_FLASH_ATTN", "1");
        }
        // Known to new builds only: no memory for prompts beside the slots' own, and nothing from the network.
        builder.environment().put("LLAMA_ARG_CACHE_RAM", "0");
        builder.environment().put("LLAMA_ARG_OFFLINE", "1");
        try {
            return builder.start();
        } catch (IOException e) {
            EngineFolder.remove(folder);
            throw new IOException(
                    "there is no llama-server at '" + command + "': install it, or name it by engine-path", e);
        }
    }
}
