package io.spillway.journey.language;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives in the heap of a Java process after a collection.
 *
 * @param pid of the process
 */
public record LiveHeap(long pid) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final int KB = 1024;

    /** In kB, by the class histogram, which collects first. */
    public long kilobytes() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(said);
            if (!total.find()) {
                throw new IllegalStateException(said.lines().findFirst().orElse("jcmd said nothing"));
            }
            return Long.parseLong(total.group(1)) / KB;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
