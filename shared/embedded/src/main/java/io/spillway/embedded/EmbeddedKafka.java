package io.spillway.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A broker on loopback that answers from the moment one gets hold of it until it is closed. */
public interface EmbeddedKafka extends AutoCloseable {
    /** The port clients connect to. */
    int port();

    /** What a client takes as {@code bootstrap.servers}. */
    default String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    @Override
    void close();

    /**
     * Starts a broker in this JVM. It adds 3 to 9 s and about 200 MB of heap.
     *
     * @param dir its data, kept when closed
     * @param port the port, or 0 for a free one
     */
    static EmbeddedKafka start(Path dir, int port) throws IOException {
        return KafkaServer.start(dir, port, Map.of());
    }

    /** Starts a broker in a JVM of its own, which can be killed as a machine would be; arguments as {@link #start}. */
    static KafkaProcess startProcess(Path dir, int port) throws IOException {
        return startProcess(dir, port, Map.of());
    }

    /**
     * The same with further settings under Kafka's own names. The port that was asked for must stay a plain one: it is
     * asked whether the broker is there.
     */
    static KafkaProcess startProcess(Path dir, int port, Map<String, String> more) throws IOException {
        return KafkaProcess.start(dir, port, more);
    }
}
