package io.spillway.cloud.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.Part;

/**
 * Messages as Anthropic has them: what the system says stands apart, a tool's answer is the user's, and the turns of one
 * side that follow one another are one, since all answers to a turn's tool calls must stand together.
 */
final class AnthropicMessages {
    private final Fields fields;
    private final ArrayNode system = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();

    AnthropicMessages(Fields fields) {
        this.fields = fields;
    }

    void write(JsonNode turns, ObjectNode body) throws CallEnded {
        for (JsonNode turn : turns) {
            add(turn);
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", messages);
    }

    private void add(JsonNode turn) throws CallEnded {
        switch (turn.path("role").asText()) {
            case "system", "developer" ->
                system.addObject()
                        .put("type", "text")
                        .put("text", Part.words(turn.path("content"), fields, "a system message"));
            case "user" -> parts(turn.path("content"), turn("user"));
            case "assistant" -> assistant(turn, turn("assistant"));
            case "tool" -> result(turn, turn("user").addObject());
            default -> throw fields.refused("a message of this role");
        }
    }

    private void assistant(JsonNode turn, ArrayNode content) throws CallEnded {
        if (turn.path("function_call").isObject()) {
            throw fields.refused("'function_call'");
        }
        parts(turn.path("content"), content);
        for (JsonNode call : turn.path("tool_calls")) {
            ObjectNode input = Json.object(
                            call.path("function").path("arguments").asText())
                    .orElseThrow(() -> fields.refused("a tool call whose arguments are no JSON object"));
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asText())
                    .put("name", call.path("function").path("name").asText())
                    .set("input", input);
        }
    }

    private void result(JsonNode turn, ObjectNode result) throws CallEnded {
        result.put("type", "tool_result")
                .put("tool_use_id", turn.path("tool_call_id").asText());
        parts(turn.path("content"), result.putArray("content"));
    }

    private void parts(JsonNode content, ArrayNode into) throws CallEnded {
        for (Part part : Part.of(content, fields)) {
            switch (part) {
                // Refused by Anthropic, and nothing is lost with it.
                case Part.Text text when text.text().isEmpty() -> {}
                case Part.Text text -> into.addObject().put("type", "text").put("text", text.text());
                case Part.Image image ->
                    source(into, "base64").put("media_type", image.mediaType()).put("data", image.base64());
                case Part.Link link -> source(into, "url").put("url", link.url());
                case Part.Audio _ -> throw fields.refused("'input_audio'");
            }
        }
    }

    private static ObjectNode source(ArrayNode into, String type) {
        return into.addObject().put("type", "image").putObject("source").put("type", type);
    }

    /** The content of the last turn if it is this side's, else of a new one. */
    private ArrayNode turn(String role) {
        JsonNode last = messages.path(messages.size() - 1);
        return last.path("role").asText().equals(role)
                ? (ArrayNode) last.path("content")
                : messages.addObject().put("role", role).putArray("content");
    }
}
