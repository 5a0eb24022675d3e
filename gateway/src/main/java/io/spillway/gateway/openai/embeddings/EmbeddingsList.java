package io.spillway.gateway.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.scheduling.JobView;

/**
 * A completed embedding job as OpenAI's list of embeddings.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/object">The embedding object</a>
 */
final class EmbeddingsList {
    private EmbeddingsList() {}

    static ObjectNode of(JobView view, Encoding encoding) {
        JobBody body = JobShape.of(view);
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode one : view.output().orElseThrow().body().path("data")) {
            data.addObject()
                    .put("object", "embedding")
                    .put("index", one.path("index").asInt(data.size() - 1))
                    .set("embedding", encoding.written(one.path("embedding")));
        }
        list.put("model", body.target() == null ? view.job().model() : body.target());
        long tokens = body.usage() == null ? 0 : body.usage().inputTokens();
        list.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return list;
    }
}
