package io.spillway.gguf.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one file, among all workers of this machine. The system's lock goes with its process, so a killed
 * worker leaves none behind; a set keeps apart the threads of one process, which the system does not.
 */
final class FileClaim implements AutoCloseable {
    private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();
    private static final long RETRY_MILLIS = 300;

    private final Path file;
    private final FileChannel channel;

    private FileClaim(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Claims {@code file}, waiting for whoever has it. */
    static FileClaim of(Path file, Consumer<String> progress) throws IOException, InterruptedException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        while (true) {
            FileClaim claim = attempt(file, lock);
            if (claim != null) {
                return claim;
            }
            progress.accept("waiting for another download of the same file");
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private static @Nullable FileClaim attempt(Path file, Path lock) throws IOException {
        if (!CLAIMED.add(file)) {
            return null;
        }
        boolean claimed = false;
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            claimed = held != null;
            return claimed ? new FileClaim(file, channel) : null;
        } finally {
            if (!claimed) {
                channel.close();
                CLAIMED.remove(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            CLAIMED.remove(file);
        }
    }
}
