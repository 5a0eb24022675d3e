package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import java.util.List;

/** What all vendors' embeddings have in common beside OpenAI's: texts go in, lists of numbers come out. */
public final class EmbeddingTexts {
    private EmbeddingTexts() {}

    /** The texts of {@code input}, which OpenAI takes as tokens too. */
    public static List<JsonNode> of(Fields fields) throws CallEnded {
        JsonNode input = fields.take("input").orElse(Json.object());
        List<JsonNode> texts =
                input.isTextual() ? List.of(input) : input.valueStream().toList();
        if (!texts.stream().allMatch(JsonNode::isTextual)) {
            throw fields.refused("tokens as 'input'");
        }
        fields.onlyIf("encoding_format", format -> format.asText().equals("float"));
        return texts;
    }

    /** Adds a vector to {@code into} in OpenAI's form. */
    public static void add(ObjectNode into, JsonNode vector) {
        int index = into.withArray("data").size();
        into.withArray("data")
                .addObject()
                .put("object", "embedding")
                .put("index", index)
                .set("embedding", vector);
    }
}
