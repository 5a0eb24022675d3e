package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Held while a cluster is started in a home: of two starts at once the second waits and then finds it running. */
public final class StartLock implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final FileChannel channel;

    private StartLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; {@code waiting} is run once if another start holds it. */
    public static StartLock take(Home home, Runnable waiting) throws IOException {
        PrivateFolder.make(home.dir());
        FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            waiting.run();
            if (!Ending.await(() -> tryLock(channel) != null, LIMIT)) {
                channel.close();
                throw new IOException("another start in " + home.dir() + " does not come to an end");
            }
        }
        return new StartLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this JVM
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
