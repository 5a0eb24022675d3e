package io.spillway.gguf.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One schema's keywords, which must all be read by somebody. */
final class Keywords {
    private static final int LONGEST_COUNT = 200;
    /** Said about an answer, not asked of it. */
    private static final Set<String> REMARKS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions");

    private final ObjectNode schema;
    private final Set<String> read = new HashSet<>(REMARKS);

    Keywords(ObjectNode schema) {
        this.schema = schema;
        read.add("type");
    }

    boolean has(String keyword) {
        return schema.has(keyword);
    }

    JsonNode get(String keyword) {
        return schema.path(keyword);
    }

    JsonNode take(String keyword) {
        read.add(keyword);
        return schema.path(keyword);
    }

    String text(String keyword) {
        return schema.path(keyword).asText();
    }

    List<JsonNode> list(String keyword, int most) throws SchemaRefused {
        JsonNode list = schema.path(keyword);
        if (!list.isArray() || list.isEmpty() || list.size() > most) {
            throw new SchemaRefused(keyword + " that is no list of 1 to " + most);
        }
        return list.valueStream().toList();
    }

    Set<String> names(String keyword) {
        return Set.copyOf(take(keyword).valueStream().map(JsonNode::asText).toList());
    }

    int count(String keyword, int usual) throws SchemaRefused {
        JsonNode count = take(keyword);
        if (count.isMissingNode()) {
            return usual;
        }
        if (!count.isIntegralNumber()
                || !count.canConvertToInt()
                || count.asInt() < 0
                || count.asInt() > LONGEST_COUNT) {
            throw new SchemaRefused(keyword + " outside 0 to " + LONGEST_COUNT);
        }
        return count.asInt();
    }

    /** Refuses what stands beside {@code keywords} and is more than a remark. */
    void only(String... keywords) throws SchemaRefused {
        read.addAll(List.of(keywords));
        end();
    }

    void end() throws SchemaRefused {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!read.contains(keyword.getKey())) {
                String name = keyword.getKey();
                throw new SchemaRefused("'" + (name.matches("[$A-Za-z]{1,32}") ? name : "…") + "'");
            }
        }
    }
}
