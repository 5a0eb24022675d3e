package io.spillway.gguf.server;

import io.spillway.gguf.engine.ResidentMemory;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * What a worker's engine protocol is to a llama-server: each request becomes calls over HTTP, on a virtual thread of its
 * own, and their answers become replies. The link ends with the server's process.
 */
public final class ServerLink implements Link {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    /** How long a server may take from its start until it listens. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final ServerApi api;
    private final ProcessHandle process;
    private final Instant started = Instant.now();
    private final Map<Long, ServerTask> tasks = new ConcurrentHashMap<>();
    private final BlockingQueue<Optional<EngineReply>> replies = new LinkedBlockingQueue<>();

    private volatile int context;
    private volatile boolean listening;

    public ServerLink(ServerApi api, ProcessHandle process) {
        this.api = api;
        this.process = process;
        process.onExit().thenRun(this::close);
    }

    @Override
    public void send(Object message) {
        switch ((EngineRequest) message) {
            case EngineRequest.Load load -> Thread.startVirtualThread(() -> load(load));
            case EngineRequest.Generate generate -> begin(generate.id(), held -> new Generation(api, generate, held));
            case EngineRequest.Embed embed -> begin(embed.id(), held -> new Embedding(api, embed, held));
            case EngineRequest.Cancel cancel ->
                Optional.ofNullable(tasks.remove(cancel.id())).ifPresent(ServerTask::cancel);
            case EngineRequest.Ping() -> Thread.startVirtualThread(this::pong);
        }
    }

    @Override
    public <T> Optional<T> receive(Class<T> type) {
        try {
            Optional<EngineReply> reply = replies.take();
            if (reply.isEmpty()) {
                replies.add(reply);
            }
            return reply.map(type::cast);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        replies.add(Optional.empty());
    }

    private void reply(EngineReply reply) {
        replies.add(Optional.of(reply));
    }

    private void load(EngineRequest.Load load) {
        try {
            while (process.isAlive() && !ready()) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            int held = api.context();
            context = held > 0 ? Math.min(held, load.context()) : load.context();
            reply(new EngineReply.Ready(context, "its own"));
        } catch (IOException _) {
            // A server that listened and does not any more has ended, or is ended by whoever watches it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            int status = api.health();
            listening = true;
            return status == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private void begin(long id, IntFunction<ServerTask> asked) {
        ServerTask task = asked.apply(context);
        tasks.put(id, task);
        Thread.startVirtualThread(() -> {
            try {
                task.run(this::last);
            } finally {
                tasks.remove(id);
            }
        });
    }

    /** A stream breaks a moment before its server's end is seen, and of that the link's end tells; nothing else may. */
    private void last(EngineReply reply) {
        if (reply instanceof EngineReply.Failed) {
            process.onExit().completeOnTimeout(process, 1, TimeUnit.SECONDS).join();
        }
        if (process.isAlive() || !(reply instanceof EngineReply.Failed)) {
            reply(reply);
        }
    }

    private void pong() {
        try {
            api.health();
            reply(new EngineReply.Pong(0, ResidentMemory.of(process.pid())));
        } catch (IOException _) {
            // Silence is what a hung server is known by; one that has just been started may be silent.
            if (!listening && Duration.between(started, Instant.now()).compareTo(LONGEST_START) < 0) {
                reply(new EngineReply.Pong(0, 0));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
