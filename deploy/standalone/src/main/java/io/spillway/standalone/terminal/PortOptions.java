package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.PortWishes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose ports; each has an environment variable of the same name. */
final class PortOptions {
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${env:SPILLWAY_PORT}",
            description = "the API's port (8080); 0 takes a free one")
    @Nullable
    Integer gateway;

    @Option(
            names = "--management-port",
            paramLabel = "N",
            defaultValue = "${env:SPILLWAY_MANAGEMENT_PORT}",
            description = "the gateway's health and metrics (9000)")
    @Nullable
    Integer management;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "${env:SPILLWAY_KAFKA_PORT}",
            description = "Kafka's port (9092, else a free one)")
    @Nullable
    Integer kafka;

    @Option(
            names = "--redis-port",
            paramLabel = "N",
            defaultValue = "${env:SPILLWAY_REDIS_PORT}",
            description = "Redis' port (6379, else a free one)")
    @Nullable
    Integer redis;

    PortWishes wishes() {
        return new PortWishes(gateway, management, kafka, redis);
    }
}
