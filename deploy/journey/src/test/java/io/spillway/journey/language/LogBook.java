package io.spillway.journey.language;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.seal.Payload;
import io.spillway.contract.seal.PayloadKeys;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The truth, read from Kafka from the first record to the last.
 *
 * @param jobs every accepted job
 * @param ends every terminal record of each job, in order
 * @param attempts all of each job, in order
 */
public record LogBook(List<Job> jobs, Map<String, List<LogEntry.JobEnded>> ends, Map<String, List<Attempt>> attempts) {
    /** What the rough cluster encrypts with. */
    static final String PAYLOAD_KEYS = "journeys:am91cm5leXMtYXJlLW5vdC1zZWNyZXQtYXQtYWxsLS0=";

    private static final PayloadKeys KEYS = PayloadKeys.parse(PAYLOAD_KEYS);

    /** Held here, for a logger that nobody holds forgets its level. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    static LogBook read(String kafka) {
        List<Job> jobs = records(kafka, "spillway.jobs").stream()
                .map(Wire::job)
                .map(job -> job.withRequest(Payload.REQUEST.opened(KEYS, job.id(), job.request())))
                .toList();
        List<LogEntry> entries = records(kafka, "spillway.outcomes").stream()
                .<LogEntry>map(Wire::entry)
                .toList();
        Map<String, List<LogEntry.JobEnded>> ends = entries.stream()
                .filter(LogEntry.JobEnded.class::isInstance)
                .map(LogEntry.JobEnded.class::cast)
                .collect(Collectors.groupingBy(end -> end.job().value()));
        Map<String, List<Attempt>> attempts = entries.stream()
                .filter(entry -> attempt(entry).isPresent())
                .collect(Collectors.groupingBy(
                        entry -> entry.job().value(),
                        Collectors.mapping(entry -> attempt(entry).orElseThrow(), Collectors.toList())));
        return new LogBook(jobs, ends, attempts);
    }

    private static Optional<Attempt> attempt(LogEntry entry) {
        return switch (entry) {
            case LogEntry.AttemptEnded ended -> Optional.of(ended.attempt());
            case LogEntry.JobEnded ended -> ended.attempt();
            case LogEntry.CancelRequested _, LogEntry.Reprioritised _, LogEntry.Deleted _, LogEntry.Told _ ->
                Optional.empty();
        };
    }

    /** The records of all topics, whatever they are. */
    static List<String> bytes(String kafka) {
        return Stream.of("spillway.jobs", "spillway.outcomes", "spillway.state", "spillway.dead-letters")
                .flatMap(topic -> records(kafka, topic).stream())
                .filter(Objects::nonNull)
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
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
