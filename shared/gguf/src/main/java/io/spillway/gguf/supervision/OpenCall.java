package io.spillway.gguf.supervision;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.protocol.EngineReply;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/**
 * One call on its way: whatever happens to it is queued, and its own thread follows, so that a slow sink delays nobody
 * else, and the first end in the queue is the end.
 */
final class OpenCall {
    private sealed interface Event {
        record Text(String text) implements Event {}

        record End(Outcome outcome) implements Event {}
    }

    private final TargetName target;
    private final Predicate<String> accepts;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** @param accepts whether a text that the model has ended is what it was asked for */
    OpenCall(TargetName target, Predicate<String> accepts) {
        this.target = target;
        this.accepts = accepts;
    }

    void end(Outcome outcome) {
        events.add(new Event.End(outcome));
    }

    void hear(EngineReply.About reply) {
        events.add(
                switch (reply) {
                    case EngineReply.Piece piece -> new Event.Text(piece.text());
                    case EngineReply.Done done -> new Event.End(outcome(done));
                    case EngineReply.Vectors vectors -> new Event.End(outcome(vectors));
                    case EngineReply.Stopped _ -> new Event.End(new Outcome.Cancelled());
                    case EngineReply.TooLong tooLong ->
                        new Event.End(new Outcome.Refused("the prompt has " + tooLong.promptTokens()
                                + " tokens, the context of " + target + " holds " + tooLong.context()));
                    case EngineReply.Declined declined -> new Event.End(new Outcome.Refused(declined.reason()));
                    case EngineReply.Failed failed ->
                        new Event.End(new Outcome.Transient("the engine failed: " + failed.reason()));
                });
    }

    /** Passes text on until the end comes. */
    Outcome follow(TokenSink tokens) throws InterruptedException {
        while (true) {
            switch (events.take()) {
                case Event.Text(String text) -> tokens.append(text);
                case Event.End(Outcome outcome) -> {
                    return outcome;
                }
            }
        }
    }

    private Outcome outcome(EngineReply.Done done) {
        Usage usage = new Usage(done.promptTokens(), done.completionTokens(), false);
        Output output = Output.chat(done.text(), done.finish().name().toLowerCase(Locale.ROOT));
        if (output.isBlank()) {
            return new Outcome.Empty(usage);
        }
        if (done.finish() == EngineReply.Finish.STOP && !accepts.test(done.text())) {
            return new Outcome.Transient("the answer is not of the form that was asked for");
        }
        done.logprobs().ifPresent(logprobs -> output.body().set("logprobs", logprobs));
        Outcome.Completed completed = new Outcome.Completed(output, usage);
        return done.leftOut() == 0
                ? completed
                : completed.noting("trimmed: the oldest " + done.leftOut() + " messages were left out");
    }

    private static Outcome outcome(EngineReply.Vectors reply) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (float[] vector : reply.vectors()) {
            ArrayNode numbers = data.addObject()
                    .put("object", "embedding")
                    .put("index", data.size() - 1)
                    .putArray("embedding");
            for (float value : vector) {
                numbers.add(value);
            }
        }
        return new Outcome.Completed(Output.embeddings(data), new Usage(reply.promptTokens(), 0, false));
    }
}
