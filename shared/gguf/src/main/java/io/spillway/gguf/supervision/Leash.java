package io.spillway.gguf.supervision;

import java.io.IOException;

/**
 * Ends a process that does not watch its worker when the worker has ended, however that came about: a shell waits at the
 * end of a pipe that only the worker holds open.
 */
final class Leash {
    private final Process shell;

    private Leash(Process shell) {
        this.shell = shell;
    }

    static Leash on(Process process) throws IOException {
        return new Leash(
                new ProcessBuilder("/bin/sh", "-c", "read -r _; kill -9 \"$1\"", "leash", Long.toString(process.pid()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** Lets go; the process has ended, and its number may soon be another's. */
    void off() {
        shell.destroyForcibly();
    }
}
