package io.spillway.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.Feature;

/** Formats a broker's directory at its first start; a formatted one is left as it is. */
final class BrokerStorage {
    private BrokerStorage() {}

    static void formatIfNew(BrokerSettings settings) throws IOException {
        Path dir = settings.dir();
        if (Files.exists(dir.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(dir);
        try {
            formatter(dir).run();
        } catch (Exception e) {
            throw new IOException("the Kafka directory " + dir + " cannot be formatted: " + e.getMessage(), e);
        }
    }

    private static Formatter formatter(Path dir) throws FormatterException {
        String voter = BrokerSettings.NODE_ID + "@127.0.0.1:1:" + Uuid.randomUuid();
        return new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(dir.toString())
                .setMetadataLogDirectory(dir.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER)
                .setIgnoreFormatted(true)
                // A dynamic quorum learns the controller's port at each start, so no second port is reserved.
                .setHasDynamicQuorum(true)
                .setInitialControllers(DynamicVoters.parse(voter));
    }
}
