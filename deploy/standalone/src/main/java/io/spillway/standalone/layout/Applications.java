package io.spillway.standalone.layout;

import java.nio.file.Path;
import java.util.List;

/** Knows how gateway and workers are run. */
@FunctionalInterface
public interface Applications {
    /**
     * The command line of an application.
     *
     * @param module {@code gateway}, {@code worker-cloud}, {@code worker-local} or {@code worker-gpu}
     * @param mark a system property to be set, by which the process is recognised
     */
    List<String> command(String module, String mark);

    /** The packaged applications of a checkout. */
    static Applications builtIn(Path root) {
        return (module, mark) ->
                JavaCommand.jar(root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"), module, mark);
    }
}
