package io.spillway.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has in memory, in the system's words. */
final class ProcessMemory {
    private ProcessMemory() {}

    static String ofThis() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\s+", " ").substring("VmRSS: ".length()))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
