package io.spillway.bench.engine;

import io.spillway.contract.cluster.Target;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What it was measured on. */
final class Surroundings {
    private Surroundings() {}

    static void describe(Path file, Target.Engine engine, int runs) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                "%s, %d cores, load %.1f; %s %s; Java %s%n",
                processor(),
                cores,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
        System.out.printf(
                "%s, %d MB, by %s, %d threads, %d runs after one to warm up%n",
                file.getFileName(), Files.size(file) / 1_000_000, name(engine), Math.max(1, cores - 1), runs);
    }

    private static String name(Target.Engine engine) {
        return switch (engine) {
            case Target.Engine.Binding() -> "java-llama.cpp 4.2.0 (llama.cpp b4916)";
            case Target.Engine.LlamaServer(String command) -> command;
        };
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
