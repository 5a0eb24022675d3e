package io.spillway.log;

import io.spillway.contract.job.Job;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.embedded.FreePort;
import io.spillway.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogWriterTest {
    private static final String KAFKA = TestKafka.bootstrapServers();
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    @BeforeAll
    static void topics() {
        Topics.ensure(KAFKA, 4, (short) 1);
    }

    @Test
    void whatItReturnsFromIsInTheLogWhereTheIdSays() {
        // Given
        Job job = aJob().partition(2).build();
        LogEntry cancel = new LogEntry.CancelRequested(job.id(), job.tenant(), Instant.EPOCH);

        // When
        try (LogWriter writer = LogWriter.open(KAFKA, PATIENCE)) {
            writer.append(job);
            writer.append(cancel);
            writer.unreadable("why", new LogView.Entry(7, new byte[] {1, 2}));
        }

        // Then
        ConsumerRecord<byte[], byte[]> written = last(Topics.JOBS, 2);
        assertThat(Wire.job(written.value())).isEqualTo(job);
        assertThat(new String(written.key(), StandardCharsets.UTF_8))
                .isEqualTo(job.id().value());
        assertThat(Wire.entry(last(Topics.OUTCOMES, 2).value())).isEqualTo(cancel);
        assertThat(Wire.deadLetter(last(Topics.DEAD_LETTERS, 0).value()))
                .isInstanceOfSatisfying(DeadLetter.OfRecord.class, letter -> {
                    assertThat(letter.topic()).isEqualTo("why");
                    assertThat(letter.offset()).isEqualTo(7);
                    assertThat(letter.value()).containsExactly(1, 2);
                });
    }

    @Test
    void theEndsOfTheLogAreWhereTheNextRecordGoes() {
        try (LogWriter writer = LogWriter.open(KAFKA, PATIENCE);
                LogEnds ends = new LogEnds(KAFKA)) {
            // Given
            Job job = aJob().partition(3).build();
            long before = ends.apply(Set.of(3)).get(3);

            // When
            writer.append(new LogEntry.CancelRequested(job.id(), job.tenant(), Instant.EPOCH));

            // Then
            assertThat(ends.apply(Set.of(3, 1))).containsEntry(3, before + 1).containsKey(1);
        }
    }

    @Test
    void everythingIsAcknowledgedByEveryReplicaAtOnce() {
        assertThat(LogWriter.producerSettings(PATIENCE))
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", 0);
    }

    @Test
    void withoutKafkaItSaysSoInTime() {
        try (LogWriter writer = LogWriter.open("127.0.0.1:" + FreePort.next(), PATIENCE)) {
            assertRefusedInTime(writer);
        }
    }

    @Test
    void aBrokerThatHangsIsNotWaitedForAndIsUsedAgainLater() {
        try (LogWriter writer = LogWriter.open(KAFKA, PATIENCE)) {
            // Given
            writer.append(aJob().build());

            // When
            TestKafka.hang();
            try {
                assertRefusedInTime(writer);
            } finally {
                TestKafka.goOn();
            }

            // Then
            Job next = aJob().build();
            writer.append(next);
            assertThat(Wire.job(last(Topics.JOBS, 0).value())).isEqualTo(next);
        }
    }

    private static void assertRefusedInTime(LogWriter writer) {
        long from = System.nanoTime();
        assertThatThrownBy(() -> writer.append(aJob().build())).isInstanceOf(LogUnavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isLessThan(PATIENCE.plus(PATIENCE.dividedBy(2)).plusMillis(700));
    }

    private static ConsumerRecord<byte[], byte[]> last(String topic, int number) {
        TopicPartition partition = new TopicPartition(topic, number);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, consumer.endOffsets(List.of(partition)).get(partition) - 1);
            return consumer.poll(Duration.ofSeconds(10)).iterator().next();
        }
    }
}
