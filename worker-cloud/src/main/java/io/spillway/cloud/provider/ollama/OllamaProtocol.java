package io.spillway.cloud.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.openai.Dialect;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.translation.Addresses;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.Protocol;
import io.spillway.cloud.provider.translation.ToolChoice;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * A chat in the fields of Ollama's own API.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Chat</a>
 */
public final class OllamaProtocol implements Protocol {
    private final Endpoint endpoint;

    public OllamaProtocol(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public ObjectNode body(ObjectNode request, String model, boolean stream) throws CallEnded {
        Fields fields = new Fields(request, "Ollama's API");
        ObjectNode body = Json.object().put("model", model).put("stream", stream);
        new OllamaMessages(fields).write(fields.take("messages").orElse(Json.object()), body);
        tools(fields, body);
        format(fields, body);
        effort(fields, body);
        ObjectNode options = OllamaOptions.of(fields);
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        fields.copy("keep_alive", body, "keep_alive");
        fields.take("logprobs").filter(Fields::on).ifPresent(on -> body.set("logprobs", on));
        fields.copy("top_logprobs", body, "top_logprobs");
        fields.end();
        return body;
    }

    /** Ollama cannot be told to call a tool, only be left without them. */
    private static void tools(Fields fields, ObjectNode body) throws CallEnded {
        JsonNode tools = fields.take("tools").orElse(Json.object());
        Optional<JsonNode> wish = fields.take("tool_choice");
        fields.onlyIf("parallel_tool_calls", value -> tools.isEmpty() || Fields.on(value));
        ToolChoice choice = wish.isPresent() ? ToolChoice.of(wish.get(), fields) : new ToolChoice.Free();
        switch (choice) {
            case ToolChoice.Free _ when !tools.isEmpty() -> body.set("tools", tools);
            case ToolChoice.Free _, ToolChoice.None _ -> {}
            case ToolChoice.Any _, ToolChoice.Named _ ->
                throw fields.refused("a 'tool_choice' that makes the model call a tool");
        }
    }

    /** <a href="https://docs.ollama.com/capabilities/structured-outputs">Structured outputs</a>. */
    private static void format(Fields fields, ObjectNode body) throws CallEnded {
        Optional<JsonNode> format = fields.take("response_format");
        switch (format.map(value -> value.path("type").asText()).orElse("text")) {
            case "text" -> {}
            case "json_object" -> body.put("format", "json");
            case "json_schema" ->
                body.set("format", format.orElseThrow().path("json_schema").path("schema"));
            default -> throw fields.refused("this 'response_format'");
        }
    }

    /** <a href="https://docs.ollama.com/capabilities/thinking">Thinking</a>. */
    private static void effort(Fields fields, ObjectNode body) throws CallEnded {
        fields.copy("think", body, "think");
        Optional<String> effort = fields.take("reasoning_effort").map(JsonNode::asText);
        if (effort.isPresent()) {
            switch (effort.get()) {
                case "none" -> body.put("think", false);
                case "low", "medium", "high" -> body.put("think", effort.get());
                default -> throw fields.refused("this 'reasoning_effort'");
            }
        }
    }

    @Override
    public HttpRequest.Builder address(String model, boolean stream) {
        return HttpRequest.newBuilder(Addresses.below(endpoint, "/api/chat"));
    }

    @Override
    public KeyHeader keyHeader() {
        return new KeyHeader("authorization", "Bearer ");
    }

    @Override
    public Dialect dialect() {
        return new OllamaDialect();
    }
}
