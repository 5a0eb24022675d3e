package io.spillway.gguf.server;

import java.io.IOException;

/** An answer other than 200. Its text is left behind: it may quote the prompt. */
final class ServerSaidNo extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    ServerSaidNo(String path, int status) {
        super("llama-server answered " + path + " with status " + status);
        this.status = status;
    }

    /** Whether it is the request that it does not take. */
    boolean declined() {
        return status / 100 == 4;
    }
}
