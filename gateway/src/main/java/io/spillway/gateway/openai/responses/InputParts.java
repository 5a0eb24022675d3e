package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.submission.Place;

/** The parts of a response's input as the parts of a chat message. */
final class InputParts {
    private InputParts() {}

    /** The parts; text alone becomes a plain string, which every provider understands. */
    static JsonNode of(Place at, JsonNode parts) {
        ArrayNode chat = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < parts.size(); i++) {
            part(at.at(i), parts.get(i), chat);
        }
        boolean textOnly = !chat.isEmpty();
        StringBuilder text = new StringBuilder();
        for (JsonNode part : chat) {
            textOnly &= part.path("type").asText().equals("text");
            text.append(part.path("text").asText());
        }
        return textOnly ? JsonNodeFactory.instance.textNode(text.toString()) : chat;
    }

    private static void part(Place at, JsonNode part, ArrayNode chat) {
        switch (part.path("type").asText()) {
            case "input_text", "output_text", "text" -> text(at, part, "text", chat);
            case "refusal" -> text(at, part, "refusal", chat);
            case "input_image" -> image(at, part, chat);
            case "input_file" -> file(at, part, chat);
            default ->
                at.at("type").wrong("should be one of input_text, input_image, input_file, output_text, refusal");
        }
    }

    private static void text(Place at, JsonNode part, String field, ArrayNode chat) {
        if (!part.path(field).isTextual()) {
            at.at(field).wrong("should be a string");
            return;
        }
        chat.addObject().put("type", field).put(field, part.path(field).textValue());
    }

    private static void image(Place at, JsonNode part, ArrayNode chat) {
        if (!part.path("image_url").isTextual()) {
            at.at("image_url").wrong("should be an address or a data URL; files by id are not supported");
            return;
        }
        ObjectNode image = chat.addObject().put("type", "image_url").putObject("image_url");
        image.put("url", part.path("image_url").textValue());
        if (part.path("detail").isTextual()) {
            image.set("detail", part.get("detail"));
        }
    }

    private static void file(Place at, JsonNode part, ArrayNode chat) {
        if (!part.path("file_data").isTextual()) {
            at.at("file_data").wrong("should be a data URL; files by id or address are not supported");
            return;
        }
        ObjectNode file = chat.addObject().put("type", "file").putObject("file");
        file.set("file_data", part.get("file_data"));
        if (part.path("filename").isTextual()) {
            file.set("filename", part.get("filename"));
        }
    }
}
