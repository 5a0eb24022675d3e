package io.spillway.standalone.layout;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One process to be kept running.
 *
 * @param name unique in its cluster, e.g. {@code worker-local-1}
 * @param stage when it starts and ends
 * @param command its command line
 * @param environment added to what the supervisor inherited
 * @param port where it is spoken to: clients' port, for workers the management port
 * @param probe how to ask whether it is ready: {@code kafka:}, {@code redis:} or {@code http:}
 */
public record ProcessSpec(
        String name, Stage stage, List<String> command, Map<String, String> environment, int port, URI probe) {
    /** Processes start stage by stage, and end in the opposite order. */
    public enum Stage {
        /** Kafka and Redis: needed by the rest from their first moment to their last. */
        STORE,
        /** The gateway and the workers. */
        APPLICATION
    }

    /** Whether model engines may run below it. */
    public boolean hasEngines() {
        return name.startsWith("worker-");
    }
}
