package io.spillway.gguf.protocol;

import java.io.Closeable;
import java.util.Optional;

/** One end of what connects a worker and an engine. */
public interface Link extends Closeable {
    /** Sends {@code message} after those before it; lost, like everything else, if the link has broken. */
    void send(Object message);

    /** The next message from the other end; empty at the end of the link. Called by one thread only. */
    <T> Optional<T> receive(Class<T> type);

    @Override
    void close();
}
