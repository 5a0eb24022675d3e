package io.spillway.gguf.supervision;

import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Link;
import io.spillway.gguf.request.ChatRequest;
import io.spillway.gguf.request.EmbeddingRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The worker's end of one engine's link: many calls at once, told apart by their ids. */
public final class EngineClient {
    private static final Duration IDLE_LOOK = Duration.ofMillis(20);

    private final TargetName target;
    private final Link link;
    private final Map<Long, OpenCall> calls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final CompletableFuture<EngineReply> loaded = new CompletableFuture<>();
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> silent = new CompletableFuture<>();

    private volatile long heardNanos = System.nanoTime();
    private volatile EngineReply.Pong lastPong = new EngineReply.Pong(0, 0);

    EngineClient(TargetName target, Link link) {
        this.target = target;
        this.link = link;
        Thread.ofVirtual().name("engine-link-reader").start(this::read);
    }

    /** Has the model loaded; completes with {@code Ready} or {@code NotLoaded}, or never if the engine ends. */
    CompletableFuture<EngineReply> load(EngineRequest.Load request) {
        link.send(request);
        return loaded;
    }

    /** Answers {@code chat} on the calling thread; {@code trim} where a long conversation may lose its oldest turns. */
    public Outcome generate(ChatRequest chat, boolean trim, Listener listener) {
        return ask(
                new OpenCall(target, chat::accepts),
                id -> new EngineRequest.Generate(id, chat.turns(), chat.sampling(), trim, listener.stream()),
                listener);
    }

    /** Turns texts into vectors on the calling thread. */
    public Outcome embed(EmbeddingRequest request, Listener listener) {
        return ask(new OpenCall(target, _ -> true), id -> new EngineRequest.Embed(id, request.texts()), listener);
    }

    /**
     * Whoever waits for an answer.
     *
     * @param stream whether it wants it piece by piece
     */
    public record Listener(boolean stream, TokenSink tokens, StopSignal stop) {}

    private Outcome ask(OpenCall call, LongFunction<EngineRequest> request, Listener listener) {
        long id = ids.incrementAndGet();
        calls.put(id, call);
        try {
            // After the put: the end is either seen here, or tells this call.
            if (ended.isDone()) {
                return new Outcome.Transient("the engine has just ended");
            }
            link.send(request.apply(id));
            listener.stop().onStop(() -> call.end(new Outcome.Cancelled()));
            return call.follow(listener.tokens());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Interrupted("the call was interrupted");
        } finally {
            calls.remove(id);
            // However it ended here, it has to end there; one that has is not known any more.
            link.send(new EngineRequest.Cancel(id));
        }
    }

    /** Completed when the engine says nothing any more: its link has ended. */
    CompletableFuture<Void> silent() {
        return silent;
    }

    /** Ends all calls with {@code outcome}, and those that come yet as transient. */
    void end(Outcome outcome) {
        ended.complete(outcome);
        calls.values().forEach(call -> call.end(outcome));
    }

    void ping() {
        link.send(new EngineRequest.Ping());
    }

    /** How long the engine has given no sign of life. */
    Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    EngineReply.Pong lastPong() {
        return lastPong;
    }

    boolean idle() {
        return calls.isEmpty();
    }

    /** Completes {@code idle} when there has been no call for {@code quiet}; an interrupt ends the wait. */
    void awaitIdle(Duration quiet, CompletableFuture<Void> idle) {
        try {
            for (long since = System.nanoTime(); System.nanoTime() - since < quiet.toNanos(); ) {
                Thread.sleep(IDLE_LOOK);
                since = idle() ? since : System.nanoTime();
            }
            idle.complete(null);
        } catch (InterruptedException _) {
            // The engine has ended otherwise.
        }
    }

    private void read() {
        while (true) {
            @Nullable EngineReply reply = link.receive(EngineReply.class).orElse(null);
            if (reply == null) {
                silent.complete(null);
                return;
            }
            heardNanos = System.nanoTime();
            switch (reply) {
                case EngineReply.Ready _, EngineReply.NotLoaded _ -> loaded.complete(reply);
                case EngineReply.Pong pong -> lastPong = pong;
                case EngineReply.About about ->
                    Optional.ofNullable(calls.get(about.id())).ifPresent(call -> call.hear(about));
            }
        }
    }
}
