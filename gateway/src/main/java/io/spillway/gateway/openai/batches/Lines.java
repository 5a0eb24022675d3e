package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a file of the artifact store line by line and holds one of them. A batch is read for hours, which no store
 * keeps a connection for: a line that breaks off is read again from its beginning.
 */
final class Lines implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int TRIES = 3;

    private final ArtifactStore store;
    private final ArtifactRef file;
    private final int longest;
    private InputStream in = InputStream.nullInputStream();
    private long offset;
    private int number;
    private boolean open;

    /** @param longest a longer line is cut off there, and says so */
    Lines(ArtifactStore store, ArtifactRef file, int longest) {
        this.store = store;
        this.file = file;
        this.longest = longest;
    }

    /** The file is not there any more. */
    static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The next line that is not blank. */
    Optional<Line> next() throws Gone, StoreUnavailable {
        while (true) {
            Optional<Line> line = again();
            if (line.isEmpty() || !line.get().isBlank()) {
                return line;
            }
        }
    }

    private Optional<Line> again() throws Gone {
        IOException last = new IOException();
        for (int n = 0; n < TRIES; n++) {
            try {
                return read();
            } catch (IOException e) {
                last = e;
                close();
            }
        }
        throw new StoreUnavailable("a file broke off: " + last.getMessage(), last);
    }

    private Optional<Line> read() throws IOException, Gone {
        if (!open) {
            in = new BufferedInputStream(store.open(file, offset).orElseThrow(Gone::new), BUFFER);
            open = true;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(256);
        long read = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            read++;
            if (next == '\n') {
                return Optional.of(line(text, read, read - 1));
            }
            if (text.size() < longest) {
                text.write(next);
            }
        }
        if (offset + read < file.bytes()) {
            throw new IOException("it ended at " + (offset + read) + " of " + file.bytes() + " bytes");
        }
        return read == 0 ? Optional.empty() : Optional.of(line(text, read, read));
    }

    private Line line(ByteArrayOutputStream text, long read, long length) {
        offset += read;
        number++;
        return new Line(number, text.toByteArray(), length > longest);
    }

    @Override
    public void close() {
        open = false;
        try {
            in.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
