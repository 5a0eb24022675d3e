package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.Part;
import java.util.HashMap;
import java.util.Map;

/**
 * Messages as Gemini has them: what the system says stands apart, the assistant is the model, a tool's answer is the
 * user's and carries the tool's name, which OpenAI gives only with the call.
 */
final class GeminiContents {
    private final Fields fields;
    private final ArrayNode system = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode contents = JsonNodeFactory.instance.arrayNode();
    private final Map<String, String> toolNames = new HashMap<>();

    GeminiContents(Fields fields) {
        this.fields = fields;
    }

    void write(JsonNode turns, ObjectNode body) throws CallEnded {
        for (JsonNode turn : turns) {
            add(turn);
        }
        if (!system.isEmpty()) {
            body.putObject("systemInstruction").set("parts", system);
        }
        body.set("contents", contents);
    }

    private void add(JsonNode turn) throws CallEnded {
        switch (turn.path("role").asText()) {
            case "system", "developer" ->
                system.addObject().put("text", Part.words(turn.path("content"), fields, "a system message"));
            case "user" -> parts(turn.path("content"), turn("user"));
            case "assistant" -> model(turn, turn("model"));
            case "tool" -> result(turn, turn("user").addObject().putObject("functionResponse"));
            default -> throw fields.refused("a message of this role");
        }
    }

    private void model(JsonNode turn, ArrayNode parts) throws CallEnded {
        if (turn.path("function_call").isObject()) {
            throw fields.refused("'function_call'");
        }
        parts(turn.path("content"), parts);
        for (JsonNode call : turn.path("tool_calls")) {
            String name = call.path("function").path("name").asText();
            toolNames.put(call.path("id").asText(), name);
            ObjectNode part = parts.addObject();
            ObjectNode arguments = Json.object(
                            call.path("function").path("arguments").asText())
                    .orElseThrow(() -> fields.refused("a tool call whose arguments are no JSON object"));
            part.putObject("functionCall").put("name", name).set("args", arguments);
            // Gemini wants its own marks back with the call; its compatible endpoint hides them in the same place.
            JsonNode mark = call.at("/extra_content/google/thought_signature");
            if (mark.isTextual()) {
                part.set("thoughtSignature", mark);
            }
        }
    }

    private void result(JsonNode turn, ObjectNode response) throws CallEnded {
        String name = toolNames.get(turn.path("tool_call_id").asText());
        if (name == null) {
            throw fields.refused("a tool's answer to a call that no message made");
        }
        String said = Part.words(turn.path("content"), fields, "a tool's answer");
        ObjectNode words = Json.object().put("result", said);
        response.put("name", name)
                .set("response", said.isBlank() ? words : Json.object(said).orElse(words));
    }

    private void parts(JsonNode content, ArrayNode into) throws CallEnded {
        for (Part part : Part.of(content, fields)) {
            switch (part) {
                case Part.Text text when text.text().isEmpty() -> {}
                case Part.Text text -> into.addObject().put("text", text.text());
                case Part.Image image -> inline(into, image.mediaType(), image.base64());
                case Part.Audio audio -> inline(into, "audio/" + audio.format(), audio.base64());
                case Part.Link _ -> throw fields.refused("an image by its address, only one that comes along");
            }
        }
    }

    private static void inline(ArrayNode into, String mediaType, String base64) {
        into.addObject().putObject("inlineData").put("mimeType", mediaType).put("data", base64);
    }

    /** The parts of the last turn if it is this side's, else of a new one. */
    private ArrayNode turn(String role) {
        JsonNode last = contents.path(contents.size() - 1);
        return last.path("role").asText().equals(role)
                ? (ArrayNode) last.path("parts")
                : contents.addObject().put("role", role).putArray("parts");
    }
}
