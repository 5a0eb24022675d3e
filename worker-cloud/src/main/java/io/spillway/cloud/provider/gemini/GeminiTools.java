package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.ToolChoice;
import java.util.Optional;

/**
 * Tools as Gemini has them.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/function-calling">Function calling</a>
 */
final class GeminiTools {
    private GeminiTools() {}

    static void write(Fields fields, ObjectNode body) throws CallEnded {
        JsonNode tools = fields.take("tools").orElse(Json.object());
        Optional<JsonNode> wish = fields.take("tool_choice");
        fields.onlyIf("parallel_tool_calls", value -> tools.isEmpty() || Fields.on(value));
        if (tools.isEmpty()) {
            return;
        }
        var declarations = body.putArray("tools").addObject().putArray("functionDeclarations");
        for (JsonNode tool : tools) {
            JsonNode function = tool.path("function");
            ObjectNode declared =
                    declarations.addObject().put("name", function.path("name").asText());
            if (function.hasNonNull("description")) {
                declared.set("description", function.path("description"));
            }
            if (function.path("parameters").isObject()) {
                declared.set("parametersJsonSchema", function.path("parameters"));
            }
        }
        if (wish.isPresent()) {
            body.putObject("toolConfig").set("functionCallingConfig", mode(ToolChoice.of(wish.get(), fields)));
        }
    }

    private static ObjectNode mode(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Free _ -> Json.object().put("mode", "AUTO");
            case ToolChoice.None _ -> Json.object().put("mode", "NONE");
            case ToolChoice.Any _ -> Json.object().put("mode", "ANY");
            case ToolChoice.Named named -> {
                ObjectNode only = Json.object().put("mode", "ANY");
                only.putArray("allowedFunctionNames").add(named.name());
                yield only;
            }
        };
    }
}
