package io.spillway.scheduling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** The text of the Lua scripts, each with the parts before it that it shares with others. */
final class ScriptSources {
    /** The scripts as they stand in this module. */
    static final ScriptSources OWN = new ScriptSources((_, text) -> text);

    /** Scripts that let more in: a full Redis refuses them. The others begin with a delete, which it accepts. */
    private static final Set<String> GROWING = Set.of("admit", "schedule");

    /** What comes between the prelude and a script, for those that need more than the prelude. */
    private static final Map<String, List<String>> PARTS = Map.ofEntries(
            Map.entry("take", List.of("exhaustion", "allowance", "quota", "waiting", "permits", "turn")),
            Map.entry("admit", List.of("quota")),
            Map.entry("settle", List.of("exhaustion", "quota", "waiting", "telling")),
            Map.entry("spill", List.of("exhaustion", "quota", "waiting")),
            Map.entry("look", List.of("exhaustion", "quota", "waiting")),
            Map.entry("availability", List.of("exhaustion", "allowance")),
            Map.entry("bench", List.of("exhaustion")),
            Map.entry("restore", List.of("exhaustion")),
            Map.entry("heard", List.of("exhaustion", "allowance")),
            Map.entry("schedule", List.of("quota", "waiting", "telling")),
            Map.entry("dispatch", List.of("telling")),
            Map.entry("dispatched", List.of("telling")),
            Map.entry("deliveries", List.of("telling")),
            Map.entry("mute", List.of("telling")),
            Map.entry("hooks", List.of("telling")),
            Map.entry("renew", List.of("quota", "waiting")),
            Map.entry("ending", List.of("quota", "waiting")),
            Map.entry("limit", List.of("quota", "waiting")),
            Map.entry("sweep", List.of("quota", "waiting")));

    private static final String DRAINING = "redis.call('DEL', KEYS[1] .. 'nothing')\n";

    /**
     * A script ready to be run.
     *
     * @param sha what Redis knows it by
     */
    record Script(String source, String sha) {}

    private final BinaryOperator<String> change;
    private final Map<String, Script> loaded = new ConcurrentHashMap<>();

    /** @param change given the name and the text of a script, what is to be run instead: tests plant mistakes here */
    ScriptSources(BinaryOperator<String> change) {
        this.change = change;
    }

    Script script(String name) {
        return loaded.computeIfAbsent(name, key -> {
            String parts =
                    PARTS.getOrDefault(key, List.of()).stream().map(this::text).collect(Collectors.joining());
            String source = (GROWING.contains(key) ? "" : DRAINING) + text("prelude") + parts + text(key);
            return new Script(source, sha1(source));
        });
    }

    private String text(String name) {
        return change.apply(name, resource(name));
    }

    private static String resource(String name) {
        try (InputStream in = ScriptSources.class.getResourceAsStream(name + ".lua")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
