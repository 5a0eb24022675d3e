package io.spillway.contract.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A target's {@code defaults}: fields of a request, whatever the provider knows, as JSON. */
final class RequestDefaults {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LITERAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?|true|false|null");

    private RequestDefaults() {}

    static ObjectNode read(Section section) {
        Origin origin = section.origin("defaults");
        return section.node("defaults")
                .map(node -> {
                    if (json(origin, node) instanceof ObjectNode values) {
                        return values;
                    }
                    throw origin.error(node, "should be a mapping (key: value)");
                })
                .orElseGet(JSON::createObjectNode);
    }

    /** YAML as JSON: plain numbers and booleans are JSON's, every other single value is text. */
    private static JsonNode json(Origin origin, Node node) {
        if (node.isRecursive()) {
            throw origin.error(node, "contains itself");
        }
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = JSON.createObjectNode();
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = origin.scalar(tuple.getKeyNode());
                    if (object.has(key)) {
                        throw origin.at(key).error(tuple.getKeyNode(), "stands here twice; keep one");
                    }
                    object.set(key, json(origin.at(key), tuple.getValueNode()));
                }
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = JSON.createArrayNode();
                sequence.getValue().forEach(element -> array.add(json(origin, element)));
                yield array;
            }
            default -> {
                boolean plain = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
                String text = origin.resolved(node);
                if (plain && text.isEmpty()) {
                    yield JSON.nullNode();
                }
                yield plain && LITERAL.matcher(text).matches()
                        ? literal(text)
                        : JSON.getNodeFactory().textNode(text);
            }
        };
    }

    private static JsonNode literal(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
