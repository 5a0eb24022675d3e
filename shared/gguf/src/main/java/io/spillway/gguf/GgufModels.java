package io.spillway.gguf;

import io.spillway.contract.call.MemoryReport;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.call.Waits;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.memory.MemoryRoom;
import io.spillway.gguf.request.ChatRequest;
import io.spillway.gguf.request.EmbeddingRequest;
import io.spillway.gguf.supervision.EngineClient;
import io.spillway.gguf.supervision.EngineSite;
import io.spillway.gguf.supervision.EngineSpec;
import io.spillway.gguf.supervision.EngineState;
import io.spillway.gguf.supervision.EngineStatus;
import io.spillway.gguf.supervision.SupervisedEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The models of one worker. They are fetched and loaded in the background; a call meets only what is ready. */
public final class GgufModels implements ModelCaller, AutoCloseable {
    private final Map<TargetName, SupervisedEngine> engines;
    private final MemoryRoom room;

    private GgufModels(Map<TargetName, SupervisedEngine> engines, MemoryRoom room) {
        this.engines = engines;
        this.room = room;
    }

    /** From now on {@code waits} says for which models jobs wait; they are loaded in place of others. */
    public void meet(Waits waits) {
        room.meet(waits);
    }

    /** Begins to make {@code targets}, which must be GGUF models, ready, and returns at once. */
    public static GgufModels start(List<Target> targets, GgufOptions options) {
        try {
            Files.createDirectories(options.state());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder for the engines' logs", e);
        }
        MemoryRoom room = options.memory().room();
        EngineSite site = new EngineSite(options.files(), options.state(), options.pace(), room);
        Map<TargetName, SupervisedEngine> engines = new LinkedHashMap<>();
        for (Target target : targets) {
            EngineSpec spec = EngineSpec.of(target, options.threads())
                    .fitting(options.memory().largest());
            EngineSpec placed = options.memory().onGpus() ? spec : spec.withoutGpu();
            engines.put(target.name(), SupervisedEngine.start(placed, site));
        }
        return new GgufModels(engines, room);
    }

    /** How many calls each ready target takes at once; jobs for any other target are to be left to others. */
    public Map<TargetName, Integer> slots() {
        Map<TargetName, Integer> slots = new LinkedHashMap<>();
        engines.forEach((name, engine) -> {
            if (engine.state() instanceof EngineState.Ready) {
                slots.put(name, engine.spec().gguf().slots());
            }
        });
        return slots;
    }

    /** All engines as they stand, ready or not. */
    public List<EngineStatus> engines() {
        return engines.values().stream().map(SupervisedEngine::status).toList();
    }

    /** The memories they are loaded into. */
    public List<MemoryReport> memories() {
        return room.reports();
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Optional<SupervisedEngine> engine = Optional.ofNullable(engines.get(call.target()));
        if (engine.isEmpty()) {
            return new Outcome.Refused("this worker does not have " + call.target());
        }
        try {
            return answer(engine.get(), call, new EngineClient.Listener(call.stream(), tokens, stop));
        } catch (RuntimeException e) {
            return new Outcome.Transient("the call failed: " + e.getClass().getSimpleName());
        }
    }

    private static Outcome answer(SupervisedEngine engine, ModelCall call, EngineClient.Listener listener) {
        JobType able = engine.spec().embedding() ? JobType.EMBEDDING : JobType.CHAT;
        if (call.type() != able) {
            return new Outcome.Refused(call.target() + " takes jobs of the type " + able.word() + " only, not "
                    + call.type().word());
        }
        return engine.spec().embedding() ? embed(engine, call, listener) : chat(engine, call, listener);
    }

    private static Outcome chat(SupervisedEngine engine, ModelCall call, EngineClient.Listener listener) {
        return switch (ChatRequest.read(call.request(), engine.spec().gguf().engine())) {
            case ChatRequest.Reading.Unfit(Outcome outcome) -> outcome;
            case ChatRequest.Reading.Readable(ChatRequest chat) ->
                ready(engine, client -> client.generate(chat, engine.spec().trim(), listener));
        };
    }

    private static Outcome embed(SupervisedEngine engine, ModelCall call, EngineClient.Listener listener) {
        return switch (EmbeddingRequest.read(call.request())) {
            case EmbeddingRequest.Reading.Unfit(Outcome outcome) -> outcome;
            case EmbeddingRequest.Reading.Readable(EmbeddingRequest texts) ->
                ready(engine, client -> client.embed(texts, listener));
        };
    }

    private static Outcome ready(SupervisedEngine engine, Function<EngineClient, Outcome> call) {
        return switch (engine.state()) {
            case EngineState.Ready(var client) -> {
                engine.use();
                Outcome outcome = call.apply(client);
                engine.use();
                yield outcome;
            }
            // Taken just before it was withdrawn.
            case EngineState.Leaving(var client) -> call.apply(client);
            case EngineState.Resting _ ->
                new Outcome.Interrupted(engine.spec().target() + " has made room for another model");
            case EngineState other -> new Outcome.Transient(engine.spec().target() + " is " + other.word());
        };
    }

    /** Ends all engines, at the same time. */
    @Override
    public void close() {
        List<Thread> closing = engines.values().stream()
                .map(engine -> Thread.ofVirtual().start(engine::close))
                .toList();
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
