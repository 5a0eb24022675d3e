package io.spillway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder among the system's temporary ones, for as long as something runs in it. */
public record ScratchFolder(Path path) implements AutoCloseable {
    /** Makes one whose name begins with {@code name}. */
    public static ScratchFolder make(String name) throws IOException {
        return new ScratchFolder(Files.createTempDirectory(name));
    }

    /** The same, and what {@code inside} ends before it goes, at the latest when this process ends. */
    public void goAtExit(AutoCloseable inside) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (this;
                    inside) {
                // The resources' ends are all there is to do.
            } catch (Exception _) {
                // Nobody is left to be told.
            }
        }));
    }

    /** Deletes it and what is in it; what is gone already is no mistake. */
    @Override
    public void close() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
