package io.spillway.gguf.engine;

import io.spillway.gguf.protocol.SocketLink;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The engine's process. It is never closed, only halted: closing a model frees nothing and leaves native threads that
 * keep the JVM from exiting.
 */
public final class EngineMain {
    private EngineMain() {}

    /** Arguments: the path of the worker's socket, and the worker's process id. */
    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        Path folder = Objects.requireNonNull(socket.getParent());
        ParentWatch.start(Long.parseLong(arguments[1]), folder);
        SocketLink link = new SocketLink(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        new Session(link).serve();
        EngineFolder.remove(folder);
        Runtime.getRuntime().halt(0);
    }
}
