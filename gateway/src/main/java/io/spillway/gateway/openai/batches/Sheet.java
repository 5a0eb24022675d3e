package io.spillway.gateway.openai.batches;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the making, on this machine's disk until it is stored. */
final class Sheet implements AutoCloseable {
    private final Path path;
    private final OutputStream out;
    private int lines;

    private Sheet(Path path) throws IOException {
        this.path = path;
        this.out = new BufferedOutputStream(Files.newOutputStream(path));
    }

    /** An empty one in {@code folder}. */
    static Sheet in(Path folder) throws IOException {
        return new Sheet(Files.createTempFile(Files.createDirectories(folder), "batch", ".jsonl"));
    }

    /** Adds a line that has its end. */
    void add(byte[] line) throws IOException {
        out.write(line);
        lines++;
    }

    /** How many lines it has. */
    int lines() {
        return lines;
    }

    /** The file with all that was added. */
    Path finished() throws IOException {
        out.flush();
        return path;
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(path);
    }
}
