package io.spillway.gguf.engine;

import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Link;
import io.spillway.gguf.protocol.UnitVector;
import java.util.ArrayList;
import java.util.List;

/** The vectors of some texts, one after the other; between two of them it can be stopped. */
final class Embedding implements Task {
    private final EngineRequest.Embed request;
    private final LoadedModel model;
    private final Link link;

    private volatile boolean cancelled;

    Embedding(EngineRequest.Embed request, LoadedModel model, Link link) {
        this.request = request;
        this.model = model;
        this.link = link;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void run() {
        EngineReply reply;
        try {
            reply = answer();
        } catch (RuntimeException e) {
            reply = new EngineReply.Failed(request.id(), e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        link.send(cancelled ? new EngineReply.Stopped(request.id(), 0) : reply);
    }

    private EngineReply answer() {
        int tokens = 0;
        for (String text : request.texts()) {
            int count = model.tokens(text);
            // A text of no tokens would end the process.
            if (count < 1) {
                return new EngineReply.Failed(request.id(), "a text has no tokens");
            }
            if (count > model.context()) {
                return new EngineReply.TooLong(request.id(), count, model.context());
            }
            tokens += count;
        }
        List<float[]> vectors = new ArrayList<>();
        for (String text : request.texts()) {
            if (!cancelled) {
                vectors.add(UnitVector.of(model.llama().embed(text)));
            }
        }
        return new EngineReply.Vectors(request.id(), vectors, tokens);
    }
}
