package io.spillway.journey.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One more gateway of a cluster, with a port of its own; it ends with the journey that wanted it. */
public final class SecondGateway implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Process process;
    private final Front front;

    SecondGateway(Map<String, String> environment, Path folder, String key) {
        try {
            int port = freePort();
            ProcessBuilder command = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "-jar",
                            Cluster.root()
                                    .resolve("gateway/target/quarkus-app/quarkus-run.jar")
                                    .toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("second-gateway.log").toFile());
            command.environment().putAll(environment);
            command.environment()
                    .putAll(Map.of(
                            "SPILLWAY_PROCESS", "gateway-2",
                            "QUARKUS_HTTP_HOST", "127.0.0.1",
                            "QUARKUS_HTTP_PORT", Integer.toString(port),
                            "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                            "QUARKUS_MANAGEMENT_PORT", Integer.toString(freePort())));
            process = command.start();
            front = new Front("http://127.0.0.1:" + port, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The front of it, once it lets {@code key} look. */
    public Front openTo(String key) {
        Front asking = new Front(front.url(), key);
        Awaitility.await("the second gateway knows the key")
                .atMost(LONG)
                .ignoreExceptions()
                .until(() -> asking.asking().get("/v1/jobs").statusCode() == 200);
        return asking;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
