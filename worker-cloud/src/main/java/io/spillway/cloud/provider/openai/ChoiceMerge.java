package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Puts one choice of a stream together again. Fields that we do not know are merged by their form, so that whatever a
 * provider adds (reasoning, annotations) arrives: text is appended, objects are merged, lists are joined.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">The chat completion chunk object</a>
 */
final class ChoiceMerge {
    /** Texts that say what something is: they come whole, and by some servers again with every delta. */
    private static final Set<String> NAMES = Set.of("role", "id", "type", "name");

    private final ObjectNode message = JsonNodeFactory.instance.objectNode();
    private final ObjectNode choice = JsonNodeFactory.instance.objectNode();
    private boolean finished;

    ChoiceMerge(int index) {
        choice.put("index", index);
        message.put("role", "assistant");
        choice.set("message", message);
        choice.putNull("finish_reason");
    }

    /** Takes one chunk of this choice; whether it brought some of the answer, more than the role. */
    boolean add(JsonNode chunk) {
        JsonNode delta = chunk.path("delta").isObject() ? chunk.path("delta") : chunk.path("message");
        boolean progress = false;
        for (var field : delta.properties()) {
            boolean carries = !field.getValue().isNull()
                    && !(field.getValue().isTextual()
                            && field.getValue().asText().isEmpty());
            progress |= carries && !field.getKey().equals("role");
            if (field.getKey().equals("tool_calls")) {
                field.getValue().forEach(this::addToolCall);
            } else {
                merge(message, field.getKey(), field.getValue());
            }
        }
        if (chunk.path("logprobs").isObject()) {
            merge(choice, "logprobs", chunk.path("logprobs"));
        }
        if (chunk.path("finish_reason").isTextual()) {
            choice.set("finish_reason", chunk.path("finish_reason"));
            finished = true;
        }
        return progress;
    }

    boolean finished() {
        return finished;
    }

    /** The choice as a plain answer has it. */
    ObjectNode choice() {
        if (!message.has("content")) {
            message.putNull("content");
        }
        for (JsonNode call : message.path("tool_calls")) {
            ((ObjectNode) call).remove("index");
        }
        return choice;
    }

    private void addToolCall(JsonNode delta) {
        ArrayNode calls = message.withArray("tool_calls");
        ObjectNode call = find(calls, delta);
        for (var field : delta.properties()) {
            merge(call, field.getKey(), field.getValue());
        }
    }

    /** By index; but a new id begins a new call, since Gemini's endpoint gives all of them the index 0 or none. */
    private static ObjectNode find(ArrayNode calls, JsonNode delta) {
        String id = delta.path("id").asText("");
        for (int i = calls.size() - 1; i >= 0; i--) {
            JsonNode call = calls.get(i);
            boolean sameIndex =
                    !delta.path("index").isNumber() || delta.path("index").equals(call.path("index"));
            String known = call.path("id").asText("");
            if (sameIndex && (id.isEmpty() || known.isEmpty() || id.equals(known))) {
                return (ObjectNode) call;
            }
        }
        return calls.addObject();
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        JsonNode old = into.get(name);
        if (old == null || old.isNull()) {
            into.set(name, value.deepCopy());
        } else if (value.isTextual() && old.isTextual()) {
            String text = value.asText();
            boolean keep = NAMES.contains(name) && !old.asText().isEmpty();
            into.put(name, keep ? old.asText() : old.asText() + text);
        } else if (value instanceof ObjectNode object && old instanceof ObjectNode known) {
            object.properties().forEach(field -> merge(known, field.getKey(), field.getValue()));
        } else if (value instanceof ArrayNode more && old instanceof ArrayNode list) {
            list.addAll(more);
        } else if (!value.isNull()) {
            into.set(name, value.deepCopy());
        }
    }
}
