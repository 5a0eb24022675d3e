package io.spillway.gguf.server;

import io.spillway.gguf.protocol.EngineReply;
import java.io.IOException;
import java.util.function.Consumer;

/** Something that is asked of the server, and may be called off. */
abstract class ServerTask {
    private final long id;
    private volatile boolean cancelled;

    ServerTask(long id) {
        this.id = id;
    }

    /** Works until the last reply, which is none of the failures that are thrown here. */
    abstract EngineReply answer(Consumer<EngineReply> replies) throws IOException, InterruptedException;

    /** Ends the work there. */
    abstract void hangUp();

    /** How much came after it had been cancelled. */
    abstract int late();

    final long id() {
        return id;
    }

    final boolean cancelled() {
        return cancelled;
    }

    final void cancel() {
        cancelled = true;
        hangUp();
    }

    final void run(Consumer<EngineReply> replies) {
        EngineReply last;
        try {
            last = answer(replies);
        } catch (ServerSaidNo e) {
            String reason = String.valueOf(e.getMessage());
            last = e.declined() ? new EngineReply.Declined(id, reason) : new EngineReply.Failed(id, reason);
        } catch (IOException | RuntimeException e) {
            last = new EngineReply.Failed(id, e.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            last = new EngineReply.Failed(id, "interrupted");
        }
        replies.accept(cancelled ? new EngineReply.Stopped(id, late()) : last);
    }
}
