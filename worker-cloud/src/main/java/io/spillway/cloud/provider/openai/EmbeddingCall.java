package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.outcome.Outcome;

/**
 * Embeddings: a vector for each text.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI, create embeddings</a>
 */
record EmbeddingCall(ObjectNode request, JsonAnswer answer) implements OtherCall {
    @Override
    public String path() {
        return "/embeddings";
    }

    @Override
    public String accepts() {
        return "application/json";
    }

    @Override
    public Outcome read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException {
        return new EmbeddingAnswer(request).outcome(answer.read(incoming, head));
    }
}
