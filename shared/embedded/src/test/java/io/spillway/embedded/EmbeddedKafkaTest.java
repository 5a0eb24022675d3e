package io.spillway.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedKafkaTest {
    private static final String TOPIC = "river";

    @TempDir
    Path folder;

    @Test
    void recordsSurviveAKillAndARestartOnAnotherPort() throws Exception {
        // Given a broker in a process of its own that has acknowledged a record
        int firstPort;
        try (KafkaProcess first = EmbeddedKafka.startProcess(folder.resolve("kafka"), 0)) {
            firstPort = first.port();
            createTopic(first);
            produce(first, "before the kill");

            // When it is killed and another takes over its directory
            first.handle().destroyForcibly();
            first.handle().onExit().get(10, TimeUnit.SECONDS);
        }
        try (EmbeddedKafka second = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            produce(second, "after the restart");

            // Then both records are there, and groups work
            assertThat(second.port()).isNotEqualTo(firstPort);
            assertThat(consume(second, 2)).containsExactly("before the kill", "after the restart");
            assertThatThrownBy(() -> describe(second, "misspelt"))
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void aProcessEndsOnTermination() throws Exception {
        // Given
        KafkaProcess kafka = EmbeddedKafka.startProcess(folder.resolve("kafka"), 0);

        // When
        kafka.handle().destroy();

        // Then
        assertThat(kafka.handle().onExit().get(15, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(KafkaPing.answers(kafka.port())).isFalse();
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
        }
    }

    private static void describe(EmbeddedKafka kafka, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get();
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "group.id", "readers", "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
                    values.add(read.value());
                }
            }
        }
        return values;
    }
}
