package io.spillway.contract.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who serves models.
 *
 * @param kind the protocol it speaks
 * @param baseUrl where it is, for kinds that are called over HTTP; without a trailing slash
 * @param keys its API keys, best first; none where it wants none
 * @param reserveKeys more keys, used only while all the others are exhausted
 * @param modelsDir where a {@code gguf} provider keeps its model files
 */
public record Provider(
        String name,
        Kind kind,
        Optional<URI> baseUrl,
        List<String> keys,
        List<String> reserveKeys,
        Optional<Path> modelsDir) {
    /** What a provider speaks. */
    public enum Kind {
        /** OpenAI's HTTP API, as a great many servers speak it. */
        OPENAI,
        /** GGUF files run by our own workers. */
        GGUF
    }

    public Provider {
        keys = List.copyOf(keys);
        reserveKeys = List.copyOf(reserveKeys);
    }

    /** Without the keys: a provider may end up in a log line. */
    @Override
    public String toString() {
        return "Provider[" + name + ", " + kind + ", " + (keys.size() + reserveKeys.size()) + " keys]";
    }
}
