package io.spillway.standalone;

import io.spillway.embedded.FreePort;
import io.spillway.standalone.layout.ClusterOptions;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.Outside;
import io.spillway.standalone.layout.PortWishes;
import io.spillway.standalone.supervise.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A folder that looks like a checkout with built applications, each of which is a {@link FakeApp}. */
record FakeCheckout(Path root) implements AutoCloseable {
    /** Nothing listens there, and no fake application minds. */
    static final Outside STORES_ELSEWHERE = new Outside("127.0.0.1:1", "redis://127.0.0.1:1");

    static FakeCheckout in(Path folder) throws IOException {
        for (String module : List.of("gateway", "worker-local", "worker-cloud")) {
            Path app = Files.createDirectories(folder.resolve(module).resolve("target/quarkus-app"));
            writeJar(app.resolve("quarkus-run.jar"));
        }
        return new FakeCheckout(folder);
    }

    Home home() {
        return new Home(root.resolve(".spillway"));
    }

    /** Free ports, stores elsewhere, one fake local worker. */
    ClusterOptions options() {
        return ClusterOptions.of(root, home().dir()).ports(PortWishes.ANY_FREE).outside(STORES_ELSEWHERE);
    }

    /** Runs a command of the terminal as a process of its own, and returns what it printed and how it ended. */
    Said run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dspillway.root=" + root,
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "io.spillway.standalone.terminal.Spillway"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(root, "stderr", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        // Ends only when nobody holds the pipe any more, as $(./spillway …) does.
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(errors));
    }

    /** {@code up} with free ports and stores elsewhere. */
    Said up() throws IOException, InterruptedException {
        return run(
                "up",
                "--port=" + FreePort.next(),
                "--management-port=0",
                "--kafka=127.0.0.1:1",
                "--redis=redis://127.0.0.1:1",
                "--workers=local=1,cloud=1");
    }

    /** What a command printed. */
    record Said(int code, String out, String err) {}

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, FakeApp.class.getName());
        main.put(Attributes.Name.CLASS_PATH, placeOf(FakeApp.class) + " " + placeOf(FreePort.class));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    private static String placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Override
    public void close() {
        try {
            Leftovers.end(home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
