package io.spillway.gateway.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * How a vector is written: as numbers, or as the base 64 of 32-bit floats, least byte first. Not every provider knows
 * both, so an answer is brought into the form that its client asked for.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI, create embeddings</a>
 */
enum Encoding {
    FLOAT {
        @Override
        JsonNode written(JsonNode vector) {
            return vector.isTextual() ? numbers(vector.textValue()) : vector;
        }
    },
    BASE64 {
        @Override
        JsonNode written(JsonNode vector) {
            return vector.isArray() ? bytes(vector) : vector;
        }
    };

    /** The one that the request {@code asked} wants. */
    static Encoding of(JsonNode asked) {
        return asked.path("encoding_format").asText().equals("base64") ? BASE64 : FLOAT;
    }

    /** The same vector in this form. */
    abstract JsonNode written(JsonNode vector);

    private static ArrayNode numbers(String base64) {
        ByteBuffer floats =
                ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode(floats.remaining() / Float.BYTES);
        while (floats.remaining() >= Float.BYTES) {
            numbers.add(floats.getFloat());
        }
        return numbers;
    }

    private static JsonNode bytes(JsonNode numbers) {
        ByteBuffer floats = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> floats.putFloat(number.floatValue()));
        return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(floats.array()));
    }
}
