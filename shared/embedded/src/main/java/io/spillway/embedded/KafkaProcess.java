package io.spillway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A broker in a child JVM. */
public final class KafkaProcess implements EmbeddedKafka {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final List<String> SMALL = List.of(
            "-Xms64m",
            "-Xmx256m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            // Kafka unmaps its index files that way; without this the log begins with the JVM's warning.
            "--sun-misc-unsafe-memory-access=allow");

    private final int port;
    private final Process process;

    private KafkaProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** The command that runs a broker from this JVM's class path. */
    public static List<String> command(Path dir, int port, List<String> jvmFlags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KafkaServer.class.getName()));
        command.addAll(List.of(dir.toAbsolutePath().toString(), Integer.toString(port)));
        return List.copyOf(command);
    }

    static KafkaProcess start(Path dir, int wishedPort, Map<String, String> more) throws IOException {
        int port = FreePort.orWished(wishedPort);
        Files.createDirectories(dir);
        Path log = dir.resolveSibling(dir.getFileName() + ".log");
        List<String> command = new ArrayList<>(command(dir, port, List.of()));
        more.forEach((setting, value) -> command.add(setting + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.readyWhileAlive("Kafka (see " + log + ")", START_LIMIT, process, () -> KafkaPing.answers(port));
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        }
        return new KafkaProcess(port, process);
    }

    @Override
    public int port() {
        return port;
    }

    /** The process, to be looked at or killed. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        Await.ended(process, STOP_LIMIT);
    }
}
