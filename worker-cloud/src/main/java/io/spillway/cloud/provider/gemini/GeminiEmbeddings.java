package io.spillway.cloud.provider.gemini;

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
 * Embeddings in the fields of Gemini's batchEmbedContents.
 *
 * @see <a href="https://ai.google.dev/api/embeddings#method:-models.batchembedcontents">Embeddings</a>
 */
public record GeminiEmbeddings(Endpoint endpoint) implements EmbeddingProtocol {
    @Override
    public ObjectNode body(ObjectNode request, String model) throws CallEnded {
        Fields fields = new Fields(request, "Gemini's API");
        ObjectNode one = Json.object().put("model", "models/" + model);
        fields.copy("dimensions", one, "outputDimensionality");
        fields.copy("taskType", one, "taskType");
        ObjectNode body = Json.object();
        for (JsonNode text : EmbeddingTexts.of(fields)) {
            ObjectNode each = one.deepCopy();
            each.putObject("content").putArray("parts").addObject().set("text", text);
            body.withArray("requests").add(each);
        }
        fields.end();
        return body;
    }

    @Override
    public HttpRequest.Builder address(String model) {
        return HttpRequest.newBuilder(
                Addresses.below(endpoint, "/models/" + Addresses.segment(model) + ":batchEmbedContents"));
    }

    @Override
    public Protocol.KeyHeader keyHeader() {
        return new Protocol.KeyHeader("x-goog-api-key", "");
    }

    @Override
    public ObjectNode answer(JsonNode body) {
        ObjectNode answer = Json.object();
        if (body.path("embeddings").isArray()) {
            answer.putArray("data");
            body.path("embeddings").forEach(vector -> EmbeddingTexts.add(answer, vector.path("values")));
        }
        return answer;
    }
}
