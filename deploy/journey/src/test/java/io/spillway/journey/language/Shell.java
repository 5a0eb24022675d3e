package io.spillway.journey.language;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands as a person at a terminal would. */
public final class Shell {
    private final Path folder;
    private final Map<String, String> environment;

    public Shell(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** How a command ended, and what it said. */
    public record Said(int code, String out, String err) {}

    /**
     * Runs a command until it has ended and its output is closed: a child that went on in the background but held on to
     * it would be waited for in vain.
     */
    public Said run(Duration limit, String... command) {
        try {
            File err = File.createTempFile("shell", ".err");
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectError(err)
                    .redirectInput(new File("/dev/null"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            StringBuilder out = new StringBuilder();
            Thread reader = Thread.startVirtualThread(() -> {
                try {
                    out.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && reader.join(limit);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " has not ended and closed its output after "
                        + limit + "; it said " + Files.readString(err.toPath()));
            }
            Said said = new Said(process.exitValue(), out.toString(), Files.readString(err.toPath()));
            Files.delete(err.toPath());
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
