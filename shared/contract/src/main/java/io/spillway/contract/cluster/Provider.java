package io.spillway.contract.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param health where it says whether it is well, if it is to be asked
 * @param pull whether an {@code ollama} provider is told to fetch a model that it lacks
 * @param allowed the addresses at which a {@code device} provider may be
 * @param engine what runs a {@code gguf} provider's files, where they do not say it themselves
 */
public record Provider(
        String name,
        Kind kind,
        Optional<URI> baseUrl,
        List<String> keys,
        List<String> reserveKeys,
        Optional<Path> modelsDir,
        Optional<Health> health,
        boolean pull,
        List<AddressRange> allowed,
        Optional<Target.Engine> engine) {
    /** One that has no engine of its own. */
    public Provider(
            String name,
            Kind kind,
            Optional<URI> baseUrl,
            List<String> keys,
            List<String> reserveKeys,
            Optional<Path> modelsDir,
            Optional<Health> health,
            boolean pull,
            List<AddressRange> allowed) {
        this(name, kind, baseUrl, keys, reserveKeys, modelsDir, health, pull, allowed, Optional.empty());
    }

    /** One that is no device. */
    public Provider(
            String name,
            Kind kind,
            Optional<URI> baseUrl,
            List<String> keys,
            List<String> reserveKeys,
            Optional<Path> modelsDir,
            Optional<Health> health,
            boolean pull) {
        this(name, kind, baseUrl, keys, reserveKeys, modelsDir, health, pull, List.of());
    }

    /** What a provider speaks. */
    public enum Kind {
        /** OpenAI's HTTP API, as a great many servers speak it. */
        OPENAI,
        /** Anthropic's Messages API. */
        ANTHROPIC,
        /** Gemini's generateContent. */
        GEMINI,
        /** Ollama's own API, which lists and fetches models too. */
        OLLAMA,
        /** OpenAI's HTTP API at an address that a device registers, for as long as it is there. */
        DEVICE,
        /** GGUF files run by our own workers. */
        GGUF
    }

    /**
     * Where and how often a provider is asked whether it is well, at no charge.
     *
     * @param path below the base address, with a leading slash
     */
    public record Health(String path, Duration every) {
        /** A minute between two questions. */
        public static final Duration USUAL = Duration.ofSeconds(60);
    }

    public Provider {
        keys = List.copyOf(keys);
        reserveKeys = List.copyOf(reserveKeys);
        allowed = List.copyOf(allowed);
    }

    /** Whether a device may be called at {@code url}: an address by numbers inside an allowed range. */
    public boolean allows(URI url) {
        return LiteralHost.of(url)
                .filter(address -> allowed.stream().anyMatch(range -> range.contains(address)))
                .isPresent();
    }

    /** Without the keys: a provider may end up in a log line. */
    @Override
    public String toString() {
        return "Provider[" + name + ", " + kind + ", " + (keys.size() + reserveKeys.size()) + " keys]";
    }
}
