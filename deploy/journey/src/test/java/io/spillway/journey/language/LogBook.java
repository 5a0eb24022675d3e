package io.spillway.journey.language;

import io.spillway.contract.job.Job;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The truth, read from Kafka from the first record to the last.
 *
 * @param jobs every accepted job
 * @param ends every terminal record of each job, in order
 */
public record LogBook(List<Job> jobs, Map<String, List<LogEntry.JobEnded>> ends) {
    /** Held here, for a logger that nobody holds forgets its level. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    static LogBook read(String kafka) {
        List<Job> jobs = records(kafka, "spillway.jobs").stream().map(Wire::job).toList();
        Map<String, List<LogEntry.JobEnded>> ends = records(kafka, "spillway.outcomes").stream()
                .map(Wire::entry)
                .filter(LogEntry.JobEnded.class::isInstance)
                .map(LogEntry.JobEnded.class::cast)
                .collect(Collectors.groupingBy(end -> end.job().value()));
        return new LogBook(jobs, ends);
    }

    /** How many jobs were ever written, without reading them. */
    static long count(String kafka) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            return consumer.endOffsets(partitions(consumer, "spillway.jobs")).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** What the user says in a job. */
    static String prompt(Job job) {
        return job.request().path("messages").path(0).path("content").asText();
    }

    private static List<byte[]> records(String kafka, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<byte[]> values = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(each.value());
                }
            }
            return values;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String kafka) {
        KAFKA.setLevel(Level.SEVERE);
        Properties settings = new Properties();
        settings.put("bootstrap.servers", kafka);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
