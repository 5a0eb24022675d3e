package io.spillway.log;

import io.spillway.contract.wire.LogView;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a partition holds, once, from its oldest record to its end as that was at the beginning. */
public final class LogScan {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private LogScan() {}

    /**
     * @param each is given every record, in order
     * @return the offset of the oldest record that is kept
     */
    public static long read(String bootstrap, String topic, int number, Consumer<LogView.Entry> each)
            throws LogUnavailable {
        TopicPartition partition = new TopicPartition(topic, number);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Follower.settings(bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
            long first = consumer.position(partition, ANSWER);
            while (consumer.position(partition, ANSWER) < end) {
                consumer.poll(POLL).forEach(record -> each.accept(new LogView.Entry(record.offset(), record.value())));
            }
            return first;
        } catch (KafkaException e) {
            throw new LogUnavailable("cannot read topic " + topic + ": " + e.getMessage(), e);
        }
    }
}
