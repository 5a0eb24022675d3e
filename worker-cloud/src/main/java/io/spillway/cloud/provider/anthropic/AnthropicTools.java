package io.spillway.cloud.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.ToolChoice;
import java.util.Optional;

/**
 * Tools as Anthropic has them.
 *
 * @see <a href="https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use">Tool use</a>
 */
final class AnthropicTools {
    private AnthropicTools() {}

    static void write(Fields fields, ObjectNode body) throws CallEnded {
        JsonNode tools = fields.take("tools").orElse(Json.object());
        Optional<JsonNode> wish = fields.take("tool_choice");
        boolean oneAtATime =
                fields.take("parallel_tool_calls").filter(Fields::off).isPresent();
        if (tools.isEmpty()) {
            return;
        }
        for (JsonNode tool : tools) {
            tool(tool.path("function"), body.withArray("tools").addObject());
        }
        ToolChoice choice = wish.isPresent() ? ToolChoice.of(wish.get(), fields) : new ToolChoice.Free();
        if (wish.isPresent() || oneAtATime) {
            body.set("tool_choice", choice(choice, oneAtATime));
        }
    }

    private static void tool(JsonNode function, ObjectNode tool) {
        tool.put("name", function.path("name").asText());
        if (function.hasNonNull("description")) {
            tool.set("description", function.path("description"));
        }
        tool.set(
                "input_schema",
                function.path("parameters").isObject()
                        ? function.path("parameters")
                        : Json.object().put("type", "object"));
        if (function.path("strict").asBoolean(false)) {
            tool.put("strict", true);
        }
    }

    private static ObjectNode choice(ToolChoice choice, boolean oneAtATime) {
        ObjectNode said = switch (choice) {
            case ToolChoice.Free _ -> Json.object().put("type", "auto");
            case ToolChoice.None _ -> Json.object().put("type", "none");
            case ToolChoice.Any _ -> Json.object().put("type", "any");
            case ToolChoice.Named named -> Json.object().put("type", "tool").put("name", named.name());
        };
        if (oneAtATime && !(choice instanceof ToolChoice.None)) {
            said.put("disable_parallel_tool_use", true);
        }
        return said;
    }
}
