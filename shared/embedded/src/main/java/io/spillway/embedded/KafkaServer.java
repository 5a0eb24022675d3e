package io.spillway.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * One Kafka broker with its own controller, in this JVM. What it holds is on disk and survives a restart, a
 * {@code kill -9} included.
 */
public final class KafkaServer implements EmbeddedKafka {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final int port;
    private final KafkaRaftServer server;

    private KafkaServer(int port, KafkaRaftServer server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Runs a broker until SIGTERM.
     *
     * @param args the data directory, the port, and further settings as {@code name=value}
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: KafkaServer <data directory> <port> [<setting>=<value> ...]");
            System.exit(2);
        }
        QuietLogging.toStdout();
        Map<String, String> more = Arrays.stream(args)
                .skip(2)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        KafkaServer running = start(Path.of(args[0]), Integer.parseInt(args[1]), more);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop-kafka"));
        System.out.println("Kafka is ready on " + running.bootstrapServers());
        running.server.awaitShutdown();
    }

    static KafkaServer start(Path dir, int wishedPort, Map<String, String> more) throws IOException {
        int port = FreePort.orWished(wishedPort);
        BrokerSettings settings = new BrokerSettings(dir.toAbsolutePath(), port, more);
        BrokerStorage.formatIfNew(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.properties()), Time.SYSTEM);
        server.startup();
        KafkaServer started = new KafkaServer(port, server);
        Await.ready("Kafka", START_LIMIT, () -> KafkaPing.answers(port));
        return started;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
