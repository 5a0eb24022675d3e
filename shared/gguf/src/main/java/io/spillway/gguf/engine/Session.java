package io.spillway.gguf.engine;

import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.SocketLink;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything between one connection's begin and end. The thread that reads requests does nothing slow, so that a ping is
 * answered while a model loads or generates.
 */
final class Session {
    private static final int EXIT_NOT_LOADED = 3;

    private final SocketLink link;
    private final Map<Long, Task> tasks = new ConcurrentHashMap<>();
    /** Threads inside the binding; more than there are generations if some wait for what will never come. */
    private final AtomicInteger threads = new AtomicInteger();

    private volatile @Nullable LoadedModel model;

    Session(SocketLink link) {
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
                case EngineRequest.Generate generate ->
                    begin(generate.id(), loaded -> new Generation(generate, loaded, link));
                case EngineRequest.Embed embed -> begin(embed.id(), loaded -> new Embedding(embed, loaded, link));
                case EngineRequest.Cancel cancel ->
                    Optional.ofNullable(tasks.remove(cancel.id())).ifPresent(Task::cancel);
                case EngineRequest.Ping() ->
                    link.send(new EngineReply.Pong(
                            Math.max(0, threads.get() - tasks.size()),
                            ResidentMemory.of(ProcessHandle.current().pid())));
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

    private void begin(long id, Function<LoadedModel, Task> asked) {
        LoadedModel loaded = model;
        if (loaded == null) {
            link.send(new EngineReply.Failed(id, "the model is not loaded"));
            return;
        }
        Task task = asked.apply(loaded);
        tasks.put(id, task);
        threads.incrementAndGet();
        start("task-" + id, () -> {
            try {
                task.run();
            } finally {
                // Threads first: the difference of the two must not look like a stuck thread.
                threads.decrementAndGet();
                tasks.remove(id);
            }
        });
    }

    /** Platform threads: calls of the binding block natively, and would pin a virtual thread's carrier. */
    private static void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon().start(work);
    }
}
