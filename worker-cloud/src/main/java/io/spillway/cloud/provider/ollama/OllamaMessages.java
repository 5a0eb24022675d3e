package io.spillway.cloud.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages as Ollama has them: one text with its images beside it, and a tool's answer under the tool's name. */
final class OllamaMessages {
    private final Fields fields;
    private final Map<String, String> toolNames = new HashMap<>();

    OllamaMessages(Fields fields) {
        this.fields = fields;
    }

    void write(JsonNode turns, ObjectNode body) throws CallEnded {
        var messages = body.putArray("messages");
        for (JsonNode turn : turns) {
            String role = turn.path("role").asText();
            ObjectNode message = messages.addObject().put("role", role.equals("developer") ? "system" : role);
            if (role.equals("function") || turn.path("function_call").isObject()) {
                throw fields.refused("'function_call'");
            }
            content(turn.path("content"), message);
            calls(turn.path("tool_calls"), message);
            if (role.equals("tool")) {
                answered(turn.path("tool_call_id").asText(), message);
            }
        }
    }

    private void content(JsonNode content, ObjectNode message) throws CallEnded {
        List<String> texts = new ArrayList<>();
        for (Part part : Part.of(content, fields)) {
            switch (part) {
                case Part.Text text -> texts.add(text.text());
                case Part.Image image -> message.withArray("images").add(image.base64());
                case Part.Link _ -> throw fields.refused("an image by its address, only one that comes along");
                case Part.Audio _ -> throw fields.refused("'input_audio'");
            }
        }
        message.put("content", String.join("\n", texts));
    }

    private void calls(JsonNode calls, ObjectNode message) throws CallEnded {
        for (JsonNode call : calls) {
            String name = call.path("function").path("name").asText();
            toolNames.put(call.path("id").asText(), name);
            ObjectNode arguments = Json.object(
                            call.path("function").path("arguments").asText())
                    .orElseThrow(() -> fields.refused("a tool call whose arguments are no JSON object"));
            message.withArray("tool_calls")
                    .addObject()
                    .putObject("function")
                    .put("name", name)
                    .set("arguments", arguments);
        }
    }

    private void answered(String id, ObjectNode message) throws CallEnded {
        String name = toolNames.get(id);
        if (name == null) {
            throw fields.refused("a tool's answer to a call that no message made");
        }
        message.put("tool_name", name);
    }
}
