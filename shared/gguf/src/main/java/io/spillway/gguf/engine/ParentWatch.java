package io.spillway.gguf.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Ends this process when its worker has ended, however that came about: a killed worker's pipe reaches its end at once,
 * and its exit is seen even if some other process still holds that pipe.
 */
final class ParentWatch {
    private ParentWatch() {}

    /** @param folder this engine's own, removed at the end: nobody else is left to do it */
    static void start(long parent, Path folder) {
        Optional<ProcessHandle> worker = ProcessHandle.of(parent);
        worker.ifPresentOrElse(handle -> handle.onExit().thenRun(() -> halt(folder)), () -> halt(folder));
        Thread.ofPlatform().name("parent-watch").daemon().start(() -> {
            awaitEnd();
            halt(folder);
        });
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // The worker writes nothing here.
            }
        } catch (IOException _) {
            // A broken pipe is an end as well.
        }
    }

    private static void halt(Path folder) {
        EngineFolder.remove(folder);
        Runtime.getRuntime().halt(0);
    }
}
