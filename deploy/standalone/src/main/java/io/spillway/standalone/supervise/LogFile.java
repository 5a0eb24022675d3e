package io.spillway.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps logs from growing for ever: a long one is set aside when its process starts. */
final class LogFile {
    private static final long LONG_BYTES = 10L * 1024 * 1024;

    private LogFile() {}

    static void setAsideIfLong(Path log) throws IOException {

        if (Files.exists(log) && Files.size(log) > LONG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
