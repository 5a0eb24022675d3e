package io.spillway.standalone.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints the end of one log and what is added to it. */
final class LogTail {
    private static final long MOST_BYTES = 256 * 1024;

    private final Path log;
    private final String prefix;
    private final PrintStream out;
    private long offset;

    LogTail(Path log, String prefix, PrintStream out) {
        this.log = log;
        this.prefix = prefix;
        this.out = out;
    }

    /** Prints the last lines there are. */
    void printLast(int lines) throws IOException {
        offset = Math.max(0, Files.size(log) - MOST_BYTES);
        List<String> all = readOn();
        all.subList(Math.max(0, all.size() - lines), all.size()).forEach(this::print);
    }

    /** Prints what was added since the last call; true if there was something. */
    boolean printNew() throws IOException {
        if (Files.exists(log) && Files.size(log) < offset) {
            offset = 0; // set aside at a restart
        }
        List<String> added = readOn();
        added.forEach(this::print);
        return !added.isEmpty();
    }

    /** Whole lines from the offset on; a half-written last line stays for the next look. */
    private List<String> readOn() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(offset);
            byte[] bytes = new byte[(int) Math.min(MOST_BYTES, file.length() - offset)];
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n') + 1;
            offset += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void print(String line) {
        out.println(prefix + line);
    }
}
