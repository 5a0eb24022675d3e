package io.spillway.gguf.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Ends a stream from which nothing comes any more: the JDK's HTTP client waits for a silent server for ever. */
final class ImpatientStream extends FilterInputStream {
    private final Duration patience;
    private final Thread watch;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean stalled;

    ImpatientStream(InputStream in, Duration patience) {
        super(in);
        this.patience = patience;
        this.watch = Thread.ofVirtual().name("download-watch").start(this::watch);
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(block, offset, length);
        } catch (IOException e) {
            throw stalled ? stall() : e;
        }
        if (stalled) {
            throw stall();
        }
        heardNanos = System.nanoTime();
        return count;
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }

    private IOException stall() {
        return new IOException("nothing came for " + patience.toMillis() + " ms");
    }

    private void watch() {
        try {
            long left = patience.toNanos();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = patience.toNanos() - (System.nanoTime() - heardNanos);
            }
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException _) {
            // Closed in time, or closed anyhow.
        }
    }
}
