package io.spillway.contract.cluster;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of the file, read key by key. It remembers which keys were asked for, so that the others can be refused
 * by name.
 */
final class Section {
    private final Origin origin;
    private final MappingNode mapping;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private Section(Origin origin, Node node) {
        this.origin = origin;
        if (!(node instanceof MappingNode map)) {
            throw origin.error(node, "should be a mapping (key: value)");
        }
        this.mapping = map;
        for (NodeTuple tuple : map.getValue()) {
            String key = origin.scalar(tuple.getKeyNode());
            if (entries.putIfAbsent(key, tuple) != null) {
                throw origin.at(key).error(tuple.getKeyNode(), "stands here twice; keep one");
            }
        }
    }

    /** What {@code reading} makes of the mapping {@code node}; keys that it did not ask for are a mistake. */
    static <T> T read(Origin origin, Node node, Function<Section, T> reading) {
        Section section = new Section(origin, node);
        T read = reading.apply(section);
        section.end();
        return read;
    }

    /** What {@code reading} makes of the section under {@code key}, or nothing if the key is absent. */
    <T> Optional<T> section(String key, Function<Section, T> reading) {
        return node(key).map(node -> read(origin.at(key), node, reading));
    }

    /** Reads every section under {@code key}, whose keys are names, in the file's order. */
    void sections(String key, BiConsumer<String, Section> reading) {
        section(key, all -> {
            for (String name : all.entries.keySet()) {
                if (all.node(name).isEmpty()) {
                    throw all.wrong(name, "is empty; write {} for all defaults");
                }
                all.section(name, section -> {
                    reading.accept(name, section);
                    return section;
                });
            }
            return all;
        });
    }

    Optional<String> text(String key) {
        return node(key).map(node -> origin.at(key).resolved(node));
    }

    /** Reads every single value under {@code key}, whose keys are anything, in the file's order. */
    void texts(String key, BiConsumer<String, String> reading) {
        section(key, all -> {
            all.entries
                    .keySet()
                    .forEach(name -> all.text(name).ifPresentOrElse(text -> reading.accept(name, text), () -> {
                        throw all.wrong(name, "is empty");
                    }));
            return all;
        });
    }

    Optional<Boolean> flag(String key) {
        return text(key).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "should be true or false");
        });
    }

    String requiredText(String key) {
        return text(key).orElseThrow(() -> error("'" + key + "' is missing"));
    }

    OptionalInt integer(String key, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int value = Integer.parseInt(text.get().replace("_", ""));
            if (value >= least && value <= most) {
                return OptionalInt.of(value);
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as a number out of range.
        }
        throw wrong(key, "should be a whole number from " + least + " to " + most);
    }

    Optional<BigDecimal> amount(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
            throw wrong(key, "should be a number of 0 or more, such as 0.30");
        }
        return text.map(BigDecimal::new);
    }

    /** The path under {@code key} or {@code usual}, relative to {@code folder}. */
    Path path(String key, String usual, Path folder) {
        try {
            return folder.resolve(text(key).orElse(usual)).normalize();
        } catch (InvalidPathException e) {
            throw wrong(key, "is no path of this machine");
        }
    }

    Optional<Duration> duration(String key) {
        return node(key).map(node -> origin.at(key).duration(node));
    }

    /** The elements of the list under {@code key}, or nothing if the key is absent. */
    Optional<List<Node>> list(String key) {
        return node(key).map(node -> {
            if (node instanceof SequenceNode sequence) {
                return sequence.getValue();
            }
            throw wrong(key, "should be a list: [a, b]");
        });
    }

    /** The elements of the list under {@code key}; empty if the key is absent. */
    List<Node> items(String key) {
        return list(key).orElse(List.of());
    }

    Optional<Node> node(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key))
                .map(NodeTuple::getValueNode)
                .filter(node -> !isNull(node));
    }

    Origin origin(String key) {
        return origin.at(key);
    }

    /** Refuses every key that nobody asked for. */
    private void end() {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                throw origin.at(key).error(tuple.getKeyNode(), "is not known here; " + Known.insteadOf(key, known));
            }
        });
    }

    ConfigError error(String message) {
        return origin.error(mapping, message);
    }

    ConfigError wrong(String key, String message) {
        NodeTuple tuple = entries.get(key);
        return origin.at(key).error(tuple == null ? mapping : tuple.getValueNode(), message);
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getValue().isEmpty()
                && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }
}
