package io.spillway.gguf.supervision;

import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.protocol.EngineReply;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

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
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    OpenCall(TargetName target) {
        this.target = target;
    }

    void end(Outcome outcome) {
        events.add(new Event.End(outcome));
    }

    void hear(EngineReply.About reply) {
        events.add(
                switch (reply) {
                    case EngineReply.Piece piece -> new Event.Text(piece.text());
                    case EngineReply.Done done -> new Event.End(outcome(done));
                    case EngineReply.TooLong tooLong ->
                        new Event.End(new Outcome.Refused("the prompt has " + tooLong.promptTokens()
                                + " tokens, the context of " + target + " holds " + tooLong.context()));
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

    private static Outcome outcome(EngineReply.Done done) {
        Usage usage = new Usage(done.promptTokens(), done.completionTokens(), false);
        Output output = Output.chat(done.text(), done.finish().name().toLowerCase(Locale.ROOT));
        return output.isBlank() ? new Outcome.Empty(usage) : new Outcome.Completed(output, usage);
    }
}
