package io.spillway.contract.cluster;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of the file, read key by key. It remembers which keys were asked for, so that {@link #end()} can refuse
 * the others by name.
 */
final class Section {
    private final Origin origin;
    private final MappingNode mapping;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    Section(Origin origin, Node node) {
        this.origin = origin;
        if (!(node instanceof MappingNode map)) {
            throw origin.error(node, "should be a mapping (key: value)");
        }
        this.mapping = map;
        for (NodeTuple tuple : map.getValue()) {
            String key = origin.scalar(tuple.getKeyNode());
            if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
                throw origin.at(key).error(tuple.getKeyNode(), "stands here twice; keep one");
            }
            keys.put(key, tuple.getKeyNode());
        }
    }

    /** The keys in the file's order, for sections whose keys are names. */
    Set<String> names() {
        return values.keySet();
    }

    /** The section under {@code key}, or nothing if the key is absent. */
    Optional<Section> section(String key) {
        return node(key).map(node -> new Section(origin.at(key), node));
    }

    Optional<String> text(String key) {
        return node(key).map(node -> origin.at(key).resolved(node));
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
        try {
            return text.map(BigDecimal::new).filter(value -> value.signum() >= 0 || fail(key));
        } catch (NumberFormatException e) {
            throw wrong(key, "should be a number of 0 or more");
        }
    }

    Optional<Duration> duration(String key) {
        return node(key).map(node -> origin.at(key).duration(node));
    }

    List<Duration> durations(String key) {
        return items(key).stream().map(node -> origin.at(key).duration(node)).toList();
    }

    List<String> texts(String key) {
        return items(key).stream().map(node -> origin.at(key).resolved(node)).toList();
    }

    /** The elements of the list under {@code key}; empty if the key is absent. */
    List<Node> items(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof SequenceNode sequence)) {
            throw wrong(key, "should be a list: [a, b]");
        }
        return sequence.getValue();
    }

    Optional<Node> node(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key)).filter(node -> !isNull(node));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Origin origin(String key) {
        return origin.at(key);
    }

    /** Refuses every key that nobody asked for. */
    void end() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw origin.at(key)
                        .error(
                                Objects.requireNonNull(keys.get(key)),
                                "is not known here; known are " + String.join(", ", known));
            }
        }
    }

    ConfigError error(String message) {
        return origin.error(mapping, message);
    }

    ConfigError wrong(String key, String message) {
        return origin.at(key).error(Objects.requireNonNull(values.get(key)), message);
    }

    private boolean fail(String key) {
        throw wrong(key, "should be a number of 0 or more");
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getValue().isEmpty()
                && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }
}
