package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** JSON inside JSON: OpenAI writes a call's arguments as a text, the others as an object. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** A new object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object that {@code text} is, if it is one; an empty text is an empty object. */
    public static Optional<ObjectNode> object(String text) {
        try {
            JsonNode json = text.isBlank() ? object() : MAPPER.readTree(text);
            return json instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** OpenAI's form of a tool call. */
    public static ObjectNode toolCall(String id, String name, String arguments) {
        ObjectNode call = object().put("id", id).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
        return call;
    }

    /** OpenAI's form of a chunk with one choice. */
    public static ObjectNode chunk(ObjectNode delta) {
        ObjectNode chunk = object();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        return chunk;
    }

    /** OpenAI's form of what was used. */
    public static ObjectNode usage(long input, long output) {
        return object().put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
    }
}
