package io.spillway.gguf.server;

import io.spillway.contract.cluster.Target;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The llama-server that tests run against: a real one where the machine has it, else the stand-in. */
public final class TestServers {
    private TestServers() {}

    /** The engine; {@code SPILLWAY_TEST_LLAMA_SERVER} names a binary that is not on the PATH. */
    public static Target.Engine engine() {
        return new Target.Engine.LlamaServer(
                real().map(Path::toString).orElseGet(() -> standIn().toString()));
    }

    /** A real llama-server, if there is one. */
    public static Optional<Path> real() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("SPILLWAY_TEST_LLAMA_SERVER")),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> folder + "/llama-server"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path standIn() {
        try {
            Path folder = Files.createTempDirectory("stand-in");
            Path script = folder.resolve("llama-server");
            Files.writeString(
                    script,
                    // Of a process with a very long command, nobody sees the arguments.
                    "#!/bin/sh\nCLASSPATH='%s' exec '%s' -Xmx128m -Dde.kherud.llama.tmpdir=. %s \"$@\"\n"
                            .formatted(
                                    System.getProperty("java.class.path"),
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    StandInServer.class.getName()));
            script.toFile().setExecutable(true);
            folder.toFile().deleteOnExit();
            script.toFile().deleteOnExit();
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
