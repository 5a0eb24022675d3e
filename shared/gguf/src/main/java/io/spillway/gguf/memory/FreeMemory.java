package io.spillway.gguf.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of this machine, or of the container that this process runs in, whichever is less. */
public final class FreeMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    /** What could be had without swapping: free pages, and those that only hold files. */
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private FreeMemory() {}

    /** Bytes that programs could still have. */
    public static long bytes() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long container = system.getTotalMemorySize();
        return Math.min(container, available(system.getFreeMemorySize()));
    }

    private static long available(long otherwise) {
        try {
            Matcher match = AVAILABLE.matcher(Files.readString(MEMINFO));
            return match.find() ? Long.parseLong(match.group(1)) << 10 : otherwise;
        } catch (IOException e) {
            // Only Linux has it.
            return otherwise;
        }
    }
}
