package io.spillway.bench.engine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** llama.cpp's own measure, where it is installed. */
final class LlamaBench {
    private LlamaBench() {}

    /** Its table of the same model with as many threads, one sequence; empty where there is no {@code llama-bench}. */
    static Optional<String> run(Path file, int runs) throws IOException, InterruptedException {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "llama-bench"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            System.out.println("llama-bench is not on the PATH: no figures of llama.cpp's own");
            return Optional.empty();
        }
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        Process process = new ProcessBuilder(
                        program.get().toString(),
                        "-m",
                        file.toString(),
                        "-p",
                        "128",
                        "-n",
                        "64",
                        "-ngl",
                        "0",
                        "-t",
                        Integer.toString(threads),
                        "-r",
                        Integer.toString(runs))
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
            String table = lines.filter(line -> line.startsWith("|") || line.startsWith("build:"))
                    .collect(Collectors.joining("\n", "llama-bench, one sequence:\n", "\n"));
            process.waitFor();
            return Optional.of(table);
        }
    }
}
