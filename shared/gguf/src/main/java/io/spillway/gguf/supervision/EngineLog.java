package io.spillway.gguf.supervision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an engine's process prints, kept in a file of bounded size with one before it. llama.cpp says there why a model
 * does not load; at this verbosity it never prints a prompt or an answer.
 */
final class EngineLog {
    private static final long LARGEST = 1 << 20;
    private static final Pattern TELLING =
            Pattern.compile("\\berror\\b|\\bfailed\\b|GGML_ASSERT", Pattern.CASE_INSENSITIVE);
    private static final Pattern PREFIX = Pattern.compile("^[\\w ]*: +(?=error )");
    private static final int LONGEST_REASON = 300;

    private final Path file;
    private final Thread reader;
    private volatile @Nullable String firstTelling;

    EngineLog(Path file, BufferedReader output) {
        this.file = file;
        this.reader = Thread.ofVirtual().name("engine-log").start(() -> copy(output));
    }

    /** The first line that sounds like the cause of the end; waits for the last of the output. */
    Optional<String> cause() throws InterruptedException {
        reader.join(Duration.ofSeconds(2));
        return Optional.ofNullable(firstTelling)
                .map(line -> PREFIX.matcher(line).replaceFirst(""));
    }

    private void copy(BufferedReader output) {
        try (output) {
            try {
                String line = output.readLine();
                while (line != null) {
                    line = fill(line, output);
                }
            } catch (IOException _) {
                // The disk is full, say. Go on reading, or the engine would wait for us at its next line.
                output.transferTo(Writer.nullWriter());
            }
        } catch (IOException _) {
            // The process has ended.
        }
    }

    /** Fills one file, and returns the line that did not fit any more; null at the end of the output. */
    private @Nullable String fill(String first, BufferedReader output) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        String line = first;
        long written = 0;
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            while (line != null && written < LARGEST) {
                look(line);
                out.append(line).append('\n');
                written += line.length() + 1;
                if (!output.ready()) {
                    out.flush();
                }
                line = output.readLine();
            }
        }
        return line;
    }

    private void look(String line) {
        if (firstTelling == null && TELLING.matcher(line).find()) {
            firstTelling = line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
        }
    }
}
