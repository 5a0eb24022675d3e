package io.spillway.contract.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One callable model as configured.
 *
 * @param model the provider's own name of the model
 * @param label a name for people
 * @param types what it can do
 * @param region where it is, for tenants that prefer or need one
 * @param defaults fields a request gets where it does not set them
 * @param limits how much may be asked of it
 * @param gguf the file and how to load it, where the provider is {@code gguf}
 * @param trimTo the context in tokens that long conversations are trimmed to; not at all where it is empty
 * @param cooldown how long it is left alone when it is exhausted and does not say until when; else longer each time
 */
public record Target(
        TargetName name,
        String model,
        Optional<String> label,
        Pool pool,
        Set<JobType> types,
        Optional<String> region,
        ObjectNode defaults,
        Timeouts timeouts,
        Limits limits,
        Optional<Price> price,
        Optional<Gguf> gguf,
        OptionalInt trimTo,
        Optional<Duration> cooldown) {
    /** One of no region, whose conversations are not trimmed. */
    public Target(
            TargetName name,
            String model,
            Optional<String> label,
            Pool pool,
            Set<JobType> types,
            ObjectNode defaults,
            Timeouts timeouts,
            Limits limits,
            Optional<Price> price,
            Optional<Gguf> gguf) {
        this(
                name,
                model,
                label,
                pool,
                types,
                Optional.empty(),
                defaults,
                timeouts,
                limits,
                price,
                gguf,
                OptionalInt.empty(),
                Optional.empty());
    }

    /** A copy of {@code request} with this target's defaults where it does not say. */
    public ObjectNode filled(ObjectNode request) {
        ObjectNode filled = request.deepCopy();
        defaults.properties().forEach(value -> {
            if (!filled.hasNonNull(value.getKey())) {
                filled.set(value.getKey(), value.getValue());
            }
        });
        return filled;
    }

    /**
     * How long the parts of a call may take.
     *
     * @param firstToken from the request to the first byte of the answer
     * @param betweenTokens the longest pause inside a streamed answer
     */
    public record Timeouts(Duration connect, Duration firstToken, Duration betweenTokens, Duration total) {
        /** 5 s to connect, 30 s to the first token and between tokens, 5 min in all. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(5));

        /** The limits of a call that is answered whole: nothing comes until everything is there. */
        public Timeouts answeredWhole() {
            return new Timeouts(connect, total.plusSeconds(1), betweenTokens, total);
        }
    }

    /**
     * What calls cost, in US dollars.
     *
     * @param input a million tokens of requests
     * @param output a million tokens of answers
     * @param image one image
     * @param characters a million characters spoken
     */
    public record Price(BigDecimal input, BigDecimal output, BigDecimal image, BigDecimal characters) {
        private static final int MILLION_DIGITS = 6;

        /** A price for tokens alone. */
        public Price(BigDecimal input, BigDecimal output) {
            this(input, output, BigDecimal.ZERO, BigDecimal.ZERO);
        }

        /** What {@code usage} costs, in US dollars. */
        public BigDecimal of(Usage usage) {
            BigDecimal cost = input.multiply(BigDecimal.valueOf(usage.inputTokens()))
                    .add(output.multiply(BigDecimal.valueOf(usage.outputTokens())))
                    .add(characters.multiply(BigDecimal.valueOf(usage.characters())))
                    .movePointLeft(MILLION_DIGITS)
                    .add(image.multiply(BigDecimal.valueOf(usage.images())))
                    .stripTrailingZeros();
            // 30 dollars are 30 in JSON, not 3E+1.
            return cost.scale() < 0 ? cost.setScale(0) : cost;
        }
    }

    /**
     * A GGUF model.
     *
     * @param source where the file comes from
     * @param sha256 the file's checksum in lower-case hex, checked after a download
     * @param context tokens a prompt and its answer may have together, per slot
     * @param slots how many jobs run at once in one loaded model
     * @param gpuLayers layers put on the GPU by a gpu worker
     * @param auto the presets of which a worker takes the first that fits its memory; empty where {@code source} is meant
     * @param engine what runs it
     */
    public record Gguf(
            Source source,
            Optional<String> sha256,
            int context,
            int slots,
            int gpuLayers,
            GgufTuning tuning,
            List<Preset> auto,
            Engine engine) {
        public Gguf {
            auto = List.copyOf(auto);
        }

        /** One that the binding runs, with the usual switches. */
        public Gguf(Source source, Optional<String> sha256, int context, int slots, int gpuLayers) {
            this(source, sha256, context, slots, gpuLayers, new Engine.Binding());
        }

        /** One with the usual switches. */
        public Gguf(Source source, Optional<String> sha256, int context, int slots, int gpuLayers, Engine engine) {
            this(source, sha256, context, slots, gpuLayers, GgufTuning.DEFAULT, List.of(), engine);
        }
    }

    /** A program that runs GGUF models. */
    public sealed interface Engine {
        /** llama.cpp inside java-llama.cpp, which comes with the workers. */
        record Binding() implements Engine {}

        /**
         * llama.cpp's own server, whatever build of it is there.
         *
         * @param command its path, or its name on the PATH
         */
        record LlamaServer(String command) implements Engine {}
    }

    /** Where a model file comes from. */
    public sealed interface Source {
        /** A file of this machine. */
        record LocalFile(Path path) implements Source {}

        /** A file of a Hugging Face repository, {@code hf:owner/repository/path/in/it.gguf}. */
        record HuggingFace(String repository, String file) implements Source {}

        /** Any other address. */
        record Url(URI address) implements Source {}
    }
}
