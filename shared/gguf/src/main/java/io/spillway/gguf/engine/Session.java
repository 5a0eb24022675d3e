package io.spillway.gguf.engine;

import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Link;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Everything between one connection's begin and end. The thread that reads requests does nothing slow, so that a ping is
 * answered while a model loads or generates.
 */
final class Session {
    private static final int EXIT_NOT_LOADED = 3;

    private final Link link;
    private final Map<Long, Generation> generations = new ConcurrentHashMap<>();
    /** Threads inside the binding; more than there are generations if some wait for what will never come. */
    private final AtomicInteger threads = new AtomicInteger();

    private volatile @Nullable LoadedModel model;

    Session(Link link) {
        this.link = link;
    }

    /** Serves requests until the link ends. */
    void serve() {
        while (true) {
            Optional<EngineRequest> request = link.receive(EngineRequest.class);
            if (request.isEmpty()) {
                return;
            }
            switch (request.get()) {
                case EngineRequest.Load load -> start("load", () -> load(load));
                case EngineRequest.Generate generate -> generate(generate);
                case EngineRequest.Cancel cancel ->
                    Optional.ofNullable(generations.remove(cancel.id())).ifPresent(Generation::cancel);
                case EngineRequest.Ping() ->
                    link.send(new EngineReply.Pong(
                            Math.max(0, threads.get() - generations.size()), ResidentMemory.bytes()));
            }
        }
    }

    private void load(EngineRequest.Load load) {
        switch (LoadedModel.load(load)) {
            case LoadedModel loaded -> {
                model = loaded;
                link.send(
                        new EngineReply.Ready(loaded.context(), loaded.format().name()));
            }
            case LoadedModel.Unloadable(String reason) -> {
                link.send(new EngineReply.NotLoaded(reason));
                link.drain();
                Runtime.getRuntime().halt(EXIT_NOT_LOADED);
            }
        }
    }

    private void generate(EngineRequest.Generate request) {
        LoadedModel loaded = model;
        if (loaded == null) {
            link.send(new EngineReply.Failed(request.id(), "the model is not loaded"));
            return;
        }
        Generation generation = new Generation(request, loaded, link);
        generations.put(request.id(), generation);
        threads.incrementAndGet();
        start("generation-" + request.id(), () -> {
            try {
                generation.run();
            } finally {
                // Threads first: the difference of the two must not look like a stuck thread.
                threads.decrementAndGet();
                generations.remove(request.id());
            }
        });
    }

    /** Platform threads: calls of the binding block natively, and would pin a virtual thread's carrier. */
    private static void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon().start(work);
    }
}
