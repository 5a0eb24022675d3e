package io.spillway.gguf.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The private folder of an engine: its socket and the unpacked native library. */
public final class EngineFolder {
    private EngineFolder() {}

    /** Removes it; what cannot be removed stays. */
    public static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // A few megabytes of temporary files are not worth a failure.
        }
    }
}
