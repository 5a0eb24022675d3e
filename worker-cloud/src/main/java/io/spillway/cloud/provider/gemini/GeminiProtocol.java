package io.spillway.cloud.provider.gemini;

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

/**
 * A chat in the fields of Gemini's generateContent.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">Generating content</a>
 */
public final class GeminiProtocol implements Protocol {
    private static final List<String> OWN = List.of("safetySettings", "cachedContent", "labels");

    private final Endpoint endpoint;

    public GeminiProtocol(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public ObjectNode body(ObjectNode request, String model, boolean stream) throws CallEnded {
        Fields fields = new Fields(request, "Gemini's API");
        ObjectNode body = Json.object();
        new GeminiContents(fields).write(fields.take("messages").orElse(Json.object()), body);
        GeminiTools.write(fields, body);
        ObjectNode config = GeminiConfig.of(fields);
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        OWN.forEach(name -> fields.copy(name, body, name));
        fields.end();
        return body;
    }

    @Override
    public HttpRequest.Builder address(String model, boolean stream) {
        String verb = stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
        return HttpRequest.newBuilder(Addresses.below(endpoint, "/models/" + Addresses.segment(model) + verb));
    }

    @Override
    public KeyHeader keyHeader() {
        return new KeyHeader("x-goog-api-key", "");
    }

    @Override
    public Dialect dialect() {
        return new GeminiDialect();
    }
}
