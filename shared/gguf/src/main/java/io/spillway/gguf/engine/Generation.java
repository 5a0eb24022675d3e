package io.spillway.gguf.engine;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import io.spillway.gguf.prompt.Shortened;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineReply.Finish;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Link;
import io.spillway.gguf.protocol.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One answer, from the prompt to its last token.
 *
 * <p>A thread that waits for a token cannot be called back: the binding's wait has no timeout, and a cancelled task
 * never gets another token. So the waiting thread itself cancels, when its next token arrives. Only while a long prompt
 * is worked on, which can take minutes, the task is cancelled over its head, which frees the slot and gives up the
 * thread; the worker restarts an engine that has given up many.
 */
final class Generation implements Task {
    private final EngineRequest.Generate request;
    private final LoadedModel model;
    private final Link link;

    private volatile boolean cancelled;
    /** Tokens that have come, and how many of them had when it was cancelled. */
    private volatile int drawn;

    private volatile int drawnBefore;
    /** Set while a long prompt is worked on. */
    private volatile @Nullable LlamaIterator interruptible;

    Generation(EngineRequest.Generate request, LoadedModel model, Link link) {
        this.request = request;
        this.model = model;
        this.link = link;
    }

    /** Stops at the next token. What is already on its way still arrives. */
    @Override
    public void cancel() {
        drawnBefore = drawn;
        cancelled = true;
        LlamaIterator tokens = interruptible;
        if (tokens != null) {
            tokens.cancel();
        }
    }

    @Override
    public void run() {
        EngineReply reply;
        try {
            reply = answer();
        } catch (RuntimeException e) {
            reply = new EngineReply.Failed(request.id(), e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        link.send(cancelled ? new EngineReply.Stopped(request.id(), drawn - drawnBefore) : reply);
    }

    private EngineReply answer() {
        Shortened shortened = shortened();
        String prompt = model.format().write(shortened.turns());
        int promptTokens = shortened.tokens();
        int room = model.context() - promptTokens;
        if (room < 1) {
            return new EngineReply.TooLong(request.id(), promptTokens, model.context());
        }
        int most = Math.min(request.sampling().maxTokens().orElse(room), room);
        InferenceParameters parameters = SamplingParameters.of(prompt, most, request.sampling());
        if (!model.promptCache()) {
            parameters.setCachePrompt(false);
        }
        LlamaIterator tokens = model.generate(parameters);
        if (promptTokens > LoadedModel.BATCH) {
            interruptible = tokens;
        }
        return follow(tokens, shortened, most);
    }

    private Shortened shortened() {
        ToIntFunction<List<Turn>> count = turns -> model.tokens(model.format().write(turns));
        return request.trim()
                ? Shortened.to(
                        Shortened.budget(model.context(), request.sampling().maxTokens()), request.turns(), count)
                : Shortened.not(request.turns(), count);
    }

    private EngineReply follow(LlamaIterator tokens, Shortened prompt, int most) {
        List<String> stops = new ArrayList<>(request.sampling().stop());
        stops.add(model.format().end());
        StopText text = new StopText(stops);
        StringBuilder answer = new StringBuilder();
        TokenCount count = new TokenCount(model);
        while (tokens.hasNext() && !cancelled && !text.found()) {
            String piece = tokens.next().text;
            drawn++;
            interruptible = null;
            if (tokens.hasNext()) {
                count.add(piece);
                pass(text.next(piece), answer);
            }
        }
        if (tokens.hasNext()) {
            tokens.cancel();
        }
        pass(text.rest(), answer);
        boolean stopped = text.found() || count.endedByModel(most);
        return new EngineReply.Done(
                request.id(),
                answer.toString(),
                stopped ? Finish.STOP : Finish.LENGTH,
                prompt.tokens(),
                stopped ? Math.min(count.tokens(), most) : most,
                prompt.leftOut(),
                Optional.empty());
    }

    private void pass(String text, StringBuilder answer) {
        answer.append(text);
        if (request.stream() && !text.isEmpty() && !cancelled) {
            link.send(new EngineReply.Piece(request.id(), text));
        }
    }
}
