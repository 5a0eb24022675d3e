package io.spillway.cloud.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.translation.Addresses;
import io.spillway.cloud.provider.translation.EmbeddingProtocol;
import io.spillway.cloud.provider.translation.EmbeddingTexts;
import io.spillway.cloud.provider.translation.Fields;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.cloud.provider.translation.Protocol;
import java.net.http.HttpRequest;

/**
 * Embeddings in the fields of Ollama's own API. A text that is too long is refused: cut off, it would have another
 * vector than the one that was asked for.
 *
 * @see <a href="https://docs.ollama.com/api/embed">Embed</a>
 */
public record OllamaEmbeddings(Endpoint endpoint) implements EmbeddingProtocol {
    @Override
    public ObjectNode body(ObjectNode request, String model) throws CallEnded {
        Fields fields = new Fields(request, "Ollama's API");
        ObjectNode body = Json.object().put("model", model).put("truncate", false);
        body.putArray("input").addAll(EmbeddingTexts.of(fields));
        fields.copy("dimensions", body, "dimensions");
        fields.copy("keep_alive", body, "keep_alive");
        fields.copy("options", body, "options");
        fields.end();
        return body;
    }

    @Override
    public HttpRequest.Builder address(String model) {
        return HttpRequest.newBuilder(Addresses.below(endpoint, "/api/embed"));
    }

    @Override
    public Protocol.KeyHeader keyHeader() {
        return new Protocol.KeyHeader("authorization", "Bearer ");
    }

    @Override
    public ObjectNode answer(JsonNode body) {
        ObjectNode answer = Json.object();
        if (body.path("embeddings").isArray()) {
            answer.putArray("data");
            body.path("embeddings").forEach(vector -> EmbeddingTexts.add(answer, vector));
        }
        if (body.path("prompt_eval_count").isNumber()) {
            answer.putObject("usage").set("prompt_tokens", body.path("prompt_eval_count"));
        }
        return answer;
    }
}
