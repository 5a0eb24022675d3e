package io.spillway.contract.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The repository that these tests are part of. */
final class Repository {
    private Repository() {}

    /** A file by its path from the root. */
    static Path file(String path) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside the repository: " + Path.of("").toAbsolutePath());
        }
        return folder.resolve(path);
    }
}
