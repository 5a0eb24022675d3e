package io.spillway.cloud.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.openai.Dialect;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.translation.Addresses;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.Protocol;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * A chat in the fields of Anthropic's Messages API.
 *
 * @see <a href="https://docs.claude.com/en/api/messages">Messages</a>
 */
public final class AnthropicProtocol implements Protocol {
    private static final String VERSION = "2023-06-01";
    /** Anthropic wants a limit; OpenAI's clients often give none. */
    private static final int MOST_TOKENS = 4096;

    private static final List<String> EFFORTS = List.of("low", "medium", "high");
    private static final List<String> OWN = List.of("thinking", "top_k", "top_p", "temperature");

    private final Endpoint endpoint;

    public AnthropicProtocol(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public ObjectNode body(ObjectNode request, String model, boolean stream) throws CallEnded {
        Fields fields = new Fields(request, "Anthropic's API");
        ObjectNode body = Json.object().put("model", model);
        limit(fields, body);
        request.path("user")
                .asText("")
                .lines()
                .findFirst()
                .ifPresent(user -> body.putObject("metadata").put("user_id", user));
        new AnthropicMessages(fields).write(fields.take("messages").orElse(Json.object()), body);
        AnthropicTools.write(fields, body);
        OWN.forEach(name -> fields.copy(name, body, name));
        stop(fields, body);
        format(fields, body);
        withoutWords(fields);
        fields.end();
        if (stream) {
            body.put("stream", true);
        }
        return body;
    }

    private static void limit(Fields fields, ObjectNode body) {
        body.put("max_tokens", MOST_TOKENS);
        fields.copy("max_tokens", body, "max_tokens");
        fields.copy("max_completion_tokens", body, "max_tokens");
    }

    private static void stop(Fields fields, ObjectNode body) {
        fields.take("stop").filter(stop -> !stop.isEmpty() || stop.isTextual()).ifPresent(stop -> {
            if (stop instanceof ArrayNode list) {
                body.set("stop_sequences", list);
            } else {
                body.putArray("stop_sequences").add(stop);
            }
        });
    }

    /** <a href="https://docs.claude.com/en/docs/build-with-claude/structured-outputs">Structured outputs</a>. */
    private static void format(Fields fields, ObjectNode body) throws CallEnded {
        Optional<JsonNode> format = fields.take("response_format");
        switch (format.map(value -> value.path("type").asText()).orElse("text")) {
            case "text" -> {}
            case "json_schema" ->
                body.withObject("/output_config")
                        .putObject("format")
                        .put("type", "json_schema")
                        .set("schema", format.orElseThrow().path("json_schema").path("schema"));
            default -> throw fields.refused("'response_format' but of the type json_schema");
        }
        Optional<String> effort = fields.take("reasoning_effort").map(JsonNode::asText);
        if (effort.isPresent() && !EFFORTS.contains(effort.get())) {
            throw fields.refused("this 'reasoning_effort'");
        }
        effort.ifPresent(word -> body.withObject("/output_config").put("effort", word));
    }

    private static void withoutWords(Fields fields) throws CallEnded {
        if (fields.take("temperature").filter(value -> value.asDouble() > 1).isPresent()) {
            throw fields.refused("a 'temperature' above 1");
        }
        fields.onlyIf("n", Fields::one);
        fields.onlyIf("presence_penalty", Fields::zero);
        fields.onlyIf("frequency_penalty", Fields::zero);
        fields.onlyIf("logit_bias", Fields::empty);
        fields.onlyIf("logprobs", Fields::off);
        fields.onlyIf("top_logprobs", Fields::zero);
        fields.onlyIf("modalities", Fields::textOnly);
    }

    @Override
    public HttpRequest.Builder address(String model, boolean stream) {
        return HttpRequest.newBuilder(Addresses.below(endpoint, "/messages")).header("anthropic-version", VERSION);
    }

    @Override
    public KeyHeader keyHeader() {
        return new KeyHeader("x-api-key", "");
    }

    @Override
    public Dialect dialect() {
        return new AnthropicDialect();
    }
}
