package io.spillway.contract.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a {@code gguf} provider or one of its targets says of the program that runs the files. */
final class EngineKeys {
    private static final List<String> ENGINES = List.of("java-llama.cpp", "llama-server");

    private EngineKeys() {}

    /** Empty where it says nothing. */
    static Optional<Target.Engine> read(Section section, Path folder) {
        Optional<String> path = section.text("engine-path");
        String engine = section.text("engine").orElse("");
        if (path.isPresent() && !engine.equals("llama-server")) {
            throw section.wrong("engine-path", "needs 'engine: llama-server' beside it");
        }
        return switch (engine) {
            case "" -> Optional.empty();
            case "java-llama.cpp" -> Optional.of(new Target.Engine.Binding());
            case "llama-server" -> Optional.of(new Target.Engine.LlamaServer(command(section, path, folder)));
            default ->
                throw section.wrong("engine", "'" + engine + "' is no engine; " + Known.insteadOf(engine, ENGINES));
        };
    }

    /** A bare name is looked for on the PATH of the worker. */
    private static String command(Section section, Optional<String> path, Path folder) {
        return path.isPresent() && path.get().contains("/")
                ? section.path("engine-path", "", folder).toString()
                : path.orElse("llama-server");
    }
}
