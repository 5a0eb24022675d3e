package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.submission.Place;

/** What the two APIs write differently: a chat wraps functions and schemas in an object of their own. */
final class ToolForms {
    private ToolForms() {}

    /** A response's tools as a chat's; only functions can be told to every model. */
    static ArrayNode toChat(Place at, JsonNode tools) {
        ArrayNode chat = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < tools.size(); i++) {
            if (tools.get(i).path("type").asText().equals("function")) {
                chat.add(wrapped(tools.get(i), "function"));
            } else {
                at.at(i).at("type").wrong("should be 'function': no other tools are supported");
            }
        }
        return chat;
    }

    static ArrayNode ofChat(JsonNode tools) {
        ArrayNode flat = JsonNodeFactory.instance.arrayNode();
        tools.forEach(tool -> flat.add(unwrapped(tool, "function")));
        return flat;
    }

    static JsonNode choiceToChat(Place at, JsonNode choice) {
        if (choice.isTextual()) {
            return choice;
        }
        if (!choice.path("type").asText().equals("function")) {
            at.wrong("should be none, auto, required or a function");
        }
        return wrapped(choice, "function");
    }

    static JsonNode choiceOfChat(JsonNode choice) {
        return choice.isObject() ? unwrapped(choice, "function") : choice;
    }

    /** A response's {@code text.format} as a chat's {@code response_format}. */
    static JsonNode formatToChat(JsonNode format) {
        return format.path("type").asText().equals("json_schema") ? wrapped(format, "json_schema") : format;
    }

    static JsonNode formatOfChat(JsonNode format) {
        if (!format.isObject()) {
            return JsonNodeFactory.instance.objectNode().put("type", "text");
        }
        return format.path("type").asText().equals("json_schema") ? unwrapped(format, "json_schema") : format;
    }

    private static ObjectNode wrapped(JsonNode flat, String type) {
        ObjectNode outer = JsonNodeFactory.instance.objectNode().put("type", type);
        ObjectNode inner = outer.putObject(type);
        flat.properties().stream()
                .filter(field ->
                        !field.getKey().equals("type") && !field.getValue().isNull())
                .forEach(field -> inner.set(field.getKey(), field.getValue()));
        return outer;
    }

    private static ObjectNode unwrapped(JsonNode outer, String type) {
        ObjectNode flat = JsonNodeFactory.instance.objectNode().put("type", type);
        outer.path(type).properties().forEach(field -> flat.set(field.getKey(), field.getValue()));
        return flat;
    }
}
