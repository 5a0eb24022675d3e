package io.spillway.contract.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One entry under {@code targets}. */
final class TargetSection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ALL_LAYERS = 999;

    private TargetSection() {}

    static Target read(String text, Section section, Map<String, Provider> providers, Path folder) {
        if (!TargetName.wellFormed(text)) {
            throw section.error("'" + text + "' should be provider/model, e.g. openai/gpt-4.1-mini");
        }
        TargetName name = new TargetName(text);
        Provider provider = Optional.ofNullable(providers.get(name.provider()))
                .orElseThrow(() -> section.error("there is no provider '" + name.provider() + "'; known are "
                        + String.join(", ", providers.keySet())));
        boolean local = provider.kind() == Provider.Kind.GGUF;
        return new Target(
                name,
                section.text("model").orElse(name.model()),
                section.text("label"),
                pool(section, local),
                types(section),
                defaults(section),
                section.section("timeouts").map(TargetSection::timeouts).orElse(Target.Timeouts.DEFAULT),
                section.section("limits").map(TargetSection::limits).orElse(Limits.NONE),
                section.section("price").map(TargetSection::price),
                local ? Optional.of(gguf(section, provider, name, folder)) : Optional.empty());
    }

    private static Pool pool(Section section, boolean local) {
        String word = section.text("pool").orElse(local ? Pool.LOCAL.word() : Pool.CLOUD.word());
        Pool pool = Pool.of(word).orElseThrow(() -> section.wrong("pool", "should be local, gpu or cloud"));
        if (local == (pool == Pool.CLOUD)) {
            throw section.wrong("pool", local ? "a gguf model runs in the pool local or gpu" : "should be cloud");
        }
        return pool;
    }

    private static Set<JobType> types(Section section) {
        Set<JobType> types = EnumSet.noneOf(JobType.class);
        for (String word : section.texts("types")) {
            types.add(JobType.of(word)
                    .orElseThrow(() -> section.wrong(
                            "types", "'" + word + "' is no type; known are chat, embedding, speech, image")));
        }
        return types.isEmpty() ? EnumSet.of(JobType.CHAT) : types;
    }

    private static ObjectNode defaults(Section section) {
        ObjectNode defaults = JSON.createObjectNode();
        section.section("defaults").ifPresent(values -> {
            for (String key : values.names()) {
                values.text(key).ifPresent(value -> defaults.set(key, scalar(value)));
            }
        });
        return defaults;
    }

    /** YAML's plain numbers and booleans as JSON's; everything else is text. */
    private static JsonNode scalar(String value) {
        if (value.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false")) {
            try {
                return JSON.readTree(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return JSON.getNodeFactory().textNode(value);
    }

    private static Limits limits(Section section) {
        Limits limits = new Limits(
                section.integer("concurrency", 1, 100_000),
                section.integer("rpm", 1, 10_000_000),
                section.integer("tpm", 1, 1_000_000_000));
        section.end();
        return limits;
    }

    private static Target.Timeouts timeouts(Section section) {
        Target.Timeouts usual = Target.Timeouts.DEFAULT;
        Target.Timeouts timeouts = new Target.Timeouts(
                section.duration("connect").orElse(usual.connect()),
                section.duration("first-token").orElse(usual.firstToken()),
                section.duration("between-tokens").orElse(usual.betweenTokens()),
                section.duration("total").orElse(usual.total()));
        section.end();
        return timeouts;
    }

    private static Target.Price price(Section section) {
        Target.Price price = new Target.Price(
                section.amount("input").orElse(BigDecimal.ZERO),
                section.amount("output").orElse(BigDecimal.ZERO));
        section.end();
        return price;
    }

    private static Target.Gguf gguf(Section section, Provider provider, TargetName name, Path folder) {
        String source = section.text("source").orElse(name.model() + ".gguf");
        Optional<String> sha256 = section.text("sha256").map(String::toLowerCase);
        if (sha256.isPresent() && !sha256.get().matches("[0-9a-f]{64}")) {
            throw section.wrong("sha256", "should be 64 hex digits");
        }
        return new Target.Gguf(
                source(section, source, provider.modelsDir().orElse(folder), folder),
                sha256,
                section.integer("context", 64, 1 << 20).orElse(2048),
                section.integer("slots", 1, 256).orElse(2),
                section.integer("gpu-layers", 0, ALL_LAYERS).orElse(ALL_LAYERS));
    }

    private static Target.Source source(Section section, String source, Path models, Path folder) {
        if (source.startsWith("hf:")) {
            List<String> parts = List.of(source.substring(3).split("/", 3));
            if (parts.size() < 3 || !source.endsWith(".gguf")) {
                throw section.wrong("source", "should be hf:owner/repository/file.gguf");
            }
            return new Target.Source.HuggingFace(parts.get(0) + "/" + parts.get(1), parts.get(2));
        }
        if (source.startsWith("https://") || source.startsWith("http://")) {
            return new Target.Source.Url(URI.create(source));
        }
        boolean explicit = source.startsWith("./")
                || source.startsWith("../")
                || Path.of(source).isAbsolute();
        return new Target.Source.LocalFile(
                (explicit ? folder : models).resolve(source).normalize());
    }
}
