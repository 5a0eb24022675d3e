package io.spillway.gguf.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.UnitVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The vectors of some texts. */
final class Embedding extends ServerTask {
    private final ServerApi api;
    private final EngineRequest.Embed request;
    private final int context;

    Embedding(ServerApi api, EngineRequest.Embed request, int context) {
        super(request.id());
        this.api = api;
        this.request = request;
        this.context = context;
    }

    @Override
    EngineReply answer(Consumer<EngineReply> replies) throws IOException, InterruptedException {
        int tokens = 0;
        for (String text : request.texts()) {
            int count = api.tokens(text);
            if (count > context) {
                return new EngineReply.TooLong(id(), count, context);
            }
            tokens += count;
        }
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode one : api.embeddings(request.texts()).path("data")) {
            vectors.add(UnitVector.of(numbers(one.path("embedding"))));
        }
        return vectors.size() == request.texts().size()
                ? new EngineReply.Vectors(id(), vectors, tokens)
                : new EngineReply.Failed(id(), vectors.size() + " vectors");
    }

    @Override
    void hangUp() {
        // A batch of texts is read to its end: there is nothing in it to stop at.
    }

    @Override
    int late() {
        return 0;
    }

    private static float[] numbers(JsonNode list) {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) list.path(i).asDouble();
        }
        return numbers;
    }
}
