package io.spillway.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the one broker is told. Loopback only, small, and with everything on disk.
 *
 * @param dir where the log segments and the cluster's metadata live
 * @param port the port clients use
 * @param more what is set besides, or otherwise, under Kafka's own names
 */
record BrokerSettings(Path dir, int port, Map<String, String> more) {
    static final int NODE_ID = 1;
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";

    Map<String, String> properties() {
        Map<String, String> all = new HashMap<>(identity());
        all.putAll(replication());
        all.putAll(footprint());
        all.putAll(more);
        return all;
    }

    /** The controller's port is picked by the system: only this process ever speaks to it. */
    private Map<String, String> identity() {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "listeners",
                CLIENTS + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:0",
                "advertised.listeners",
                CLIENTS + "://127.0.0.1:" + port,
                "listener.security.protocol.map",
                CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "inter.broker.listener.name",
                CLIENTS,
                "controller.listener.names",
                CONTROLLER,
                "controller.quorum.bootstrap.servers",
                "127.0.0.1:" + port,
                "log.dir",
                dir.toString());
    }

    private static Map<String, String> replication() {
        return Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    private static Map<String, String> footprint() {
        return Map.of(
                // Topics are made by the applications, with the retention they need; a typo must not make one.
                "auto.create.topics.enable", "false",
                // One machine starts its consumers one by one: waiting for more members only delays the first.
                "group.initial.rebalance.delay.ms", "0",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "num.recovery.threads.per.data.dir", "2",
                // A restarted broker is let in once the session of the one before it has ended: 9 s by default.
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500",
                // The default buffer of 128 MiB is half of this broker's heap.
                "log.cleaner.dedupe.buffer.size", "16777216");
    }
}
