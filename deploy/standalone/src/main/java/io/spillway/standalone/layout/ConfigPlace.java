package io.spillway.standalone.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a checkout's configuration is. */
final class ConfigPlace {
    private ConfigPlace() {}

    /** {@code SPILLWAY_CONFIG}, else the checkout's own file, else null. */
    static @Nullable Path in(Path root) {
        String named = System.getenv("SPILLWAY_CONFIG");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        Path own = root.resolve("spillway.yaml").toAbsolutePath();
        return Files.isRegularFile(own) ? own : null;
    }
}
