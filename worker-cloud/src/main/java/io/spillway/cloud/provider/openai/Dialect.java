package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.EventReader;
import io.spillway.cloud.provider.SseReader;
import java.util.List;

/**
 * How a kind of provider answers a chat, said in OpenAI's words: jobs are asked and answered in these, so every kind's
 * answers are read, merged and judged in one place. One for each call: a stream may need a memory.
 */
public interface Dialect {
    /** OpenAI's own. */
    Dialect OPENAI = new Dialect() {
        @Override
        public JsonNode whole(JsonNode answer) {
            return answer;
        }

        @Override
        public List<JsonNode> chunks(JsonNode event) {
            return List.of(event);
        }
    };

    /** A whole answer as OpenAI's chat completion; without {@code choices} if it is no answer at all. */
    JsonNode whole(JsonNode answer);

    /** What one event of a stream means as OpenAI's chunks; none where it says nothing. */
    List<JsonNode> chunks(JsonNode event);

    /** Whether nothing comes after this event. */
    default boolean last(JsonNode event) {
        return false;
    }

    /** Cuts a stream into events. */
    default EventReader events() {
        return new SseReader();
    }
}
