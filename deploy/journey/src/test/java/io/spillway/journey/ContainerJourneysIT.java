package io.spillway.journey;

import io.spillway.journey.language.Cluster;
import io.spillway.standalone.layout.Outside;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;

/** The core journeys on the Kafka and the Redis that people run, where Docker is present. */
@Order(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerJourneysIT {
    private static final int REDIS_PORT = 6379;

    private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.4.0");
    private final GenericContainer<?> redis = new GenericContainer<>("redis:8").withExposedPorts(REDIS_PORT);

    @BeforeAll
    void startContainers() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            System.out.println(
                    "journey: NO DOCKER HERE, so the journeys on apache/kafka and redis containers are skipped");
            Assumptions.abort("no Docker");
        }
        kafka.start();
        redis.start();
    }

    @AfterAll
    void stopContainers() {
        if (kafka.isCreated()) {
            Cluster.closeCurrent();
        }
        kafka.stop();
        redis.stop();
    }

    private Cluster onContainers() {
        return Cluster.on(
                "containers",
                new Outside(
                        kafka.getBootstrapServers(),
                        "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT)));
    }

    @Nested
    class OneJobOnContainers extends OneJob {
        @Override
        Cluster cluster() {
            return onContainers();
        }
    }

    @Nested
    class SpillOverOnContainers extends SpillOver {
        @Override
        Cluster cluster() {
            return onContainers();
        }
    }
}
