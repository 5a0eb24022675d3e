package io.spillway.gguf.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process holds, native memory included. */
public final class ResidentMemory {
    private ResidentMemory() {}

    /** Bytes; 0 where the system has no /proc. */
    public static long of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }
}
