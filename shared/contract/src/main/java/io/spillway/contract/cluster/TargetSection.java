package io.spillway.contract.cluster;

import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** One entry under {@code targets}. */
final class TargetSection {
    private static final List<String> TYPES =
            Arrays.stream(JobType.values()).map(JobType::word).toList();

    private static final Set<JobType> CHAT = EnumSet.of(JobType.CHAT);
    private static final Set<JobType> EMBEDDING = EnumSet.of(JobType.EMBEDDING);
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Duration SHORTEST_COOLDOWN = Duration.ofSeconds(1);
    private static final Duration LONGEST_COOLDOWN = Duration.ofHours(24);

    private TargetSection() {}

    static Target read(String text, Section section, Map<String, Provider> providers, Path folder) {
        if (!TargetName.wellFormed(text)) {
            throw section.error("'" + text + "' should be provider/model, e.g. openai/gpt-4.1-mini");
        }
        TargetName name = new TargetName(text);
        Provider provider = Optional.ofNullable(providers.get(name.provider()))
                .orElseThrow(() -> section.error("there is no provider '" + name.provider() + "'; "
                        + Known.insteadOf(name.provider(), providers.keySet())));
        boolean local = provider.kind() == Provider.Kind.GGUF;
        Optional<Target.Gguf> gguf =
                local ? Optional.of(GgufSection.read(section, provider, name, folder)) : Optional.empty();
        return new Target(
                name,
                section.text("model").orElse(name.model()),
                section.text("label"),
                pool(section, local),
                types(section, local),
                section.text("region").map(region -> region(section, region)),
                RequestDefaults.read(section),
                section.section("timeouts", TargetSection::timeouts).orElse(Target.Timeouts.DEFAULT),
                section.section("limits", TargetSection::limits).orElse(Limits.NONE),
                section.section("price", TargetSection::price),
                gguf,
                trimTo(section, gguf),
                section.duration("cooldown").map(time -> cooldown(section, time, local)));
    }

    private static Duration cooldown(Section section, Duration time, boolean local) {
        if (local) {
            throw section.wrong("cooldown", "is for models that are called over HTTP");
        }
        if (time.compareTo(SHORTEST_COOLDOWN) < 0 || time.compareTo(LONGEST_COOLDOWN) > 0) {
            throw section.wrong("cooldown", "should be from PT1S to PT24H");
        }
        return time;
    }

    /** How long a conversation may be is a provider's secret, so whoever wants trimming says it; a file says it itself. */
    private static OptionalInt trimTo(Section section, Optional<Target.Gguf> gguf) {
        OptionalInt context =
                gguf.isPresent() ? OptionalInt.of(gguf.get().context()) : section.integer("context", 64, 10_000_000);
        boolean trim = section.flag("trim").orElse(false);
        if (trim && context.isEmpty()) {
            throw section.wrong("trim", "needs 'context' beside it: the tokens that this model can read and write");
        }
        return trim ? context : OptionalInt.empty();
    }

    private static Pool pool(Section section, boolean local) {
        String word = section.text("pool").orElse(local ? Pool.LOCAL.word() : Pool.CLOUD.word());
        Pool pool = Pool.of(word).orElseThrow(() -> section.wrong("pool", "should be local, gpu or cloud"));
        if (local == (pool == Pool.CLOUD)) {
            throw section.wrong("pool", local ? "a gguf model runs in the pool local or gpu" : "should be cloud");
        }
        return pool;
    }

    private static Set<JobType> types(Section section, boolean local) {
        Set<JobType> types = EnumSet.noneOf(JobType.class);
        Origin origin = section.origin("types");
        for (Node node : section.items("types")) {
            String word = origin.resolved(node);
            types.add(JobType.of(word)
                    .orElseThrow(
                            () -> origin.error(node, "'" + word + "' is no type; " + Known.insteadOf(word, TYPES))));
        }
        // A file is loaded for the one or for the other.
        if (local && !types.isEmpty() && !types.equals(CHAT) && !types.equals(EMBEDDING)) {
            throw section.wrong("types", "of a gguf model should be [chat] or [embedding]");
        }
        return types.isEmpty() ? EnumSet.of(JobType.CHAT) : types;
    }

    private static String region(Section section, String text) {
        if (!REGION.matcher(text).matches()) {
            throw section.wrong("region", "should be 1 to 32 of a-z 0-9 -, such as eu");
        }
        return text;
    }

    private static Limits limits(Section section) {
        return new Limits(
                section.integer("concurrency", 1, 100_000),
                section.integer("rpm", 1, 10_000_000),
                section.integer("tpm", 1, 1_000_000_000));
    }

    private static Target.Timeouts timeouts(Section section) {
        Target.Timeouts usual = Target.Timeouts.DEFAULT;
        return new Target.Timeouts(
                section.duration("connect").orElse(usual.connect()),
                section.duration("first-token").orElse(usual.firstToken()),
                section.duration("between-tokens").orElse(usual.betweenTokens()),
                section.duration("total").orElse(usual.total()));
    }

    private static Target.Price price(Section section) {
        return new Target.Price(
                section.amount("input").orElse(BigDecimal.ZERO),
                section.amount("output").orElse(BigDecimal.ZERO),
                section.amount("image").orElse(BigDecimal.ZERO),
                section.amount("characters").orElse(BigDecimal.ZERO));
    }
}
