package io.spillway.log;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to the log. What it has returned from is in the log, on every replica that counts (acks=all). */
public final class LogWriter implements AutoCloseable {
    /** What a record's key and framing add at most. */
    private static final int ENVELOPE_BYTES = 1024;
    /** What a letter keeps of a record: base 64 makes a third more of it. */
    private static final int LETTER_BYTES = Topics.RECORD_BYTES / 2;

    private final KafkaProducer<byte[], byte[]> producer;

    private LogWriter(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @param patience how long a record may take before it counts as unacknowledged; at least a second */
    public static LogWriter open(String bootstrap, Duration patience) {
        Map<String, Object> settings = KafkaAccess.with(bootstrap, producerSettings(patience));
        return new LogWriter(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** How any producer of the log is set up, one that somebody else creates too. */
    public static Map<String, Object> producerSettings(Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        return Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                // 5 ms since Kafka 4.0, which every job would wait.
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                millis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.max(500, millis / 2),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Math.max(500, millis / 2),
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                50,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.RECORD_BYTES);
    }

    /** Writes an accepted job. */
    public void append(Job job) throws LogUnavailable, RecordTooLarge {
        append(Topics.JOBS, job.id().partition(), job.id().value(), Wire.encode(job));
    }

    /** Writes something that happened to a job. */
    public void append(LogEntry entry) throws LogUnavailable, RecordTooLarge {
        append(Topics.OUTCOMES, entry.job().partition(), entry.job().value(), Wire.encode(entry));
    }

    /**
     * Writes what was given up on, or what was done about it.
     *
     * @return where it stands
     */
    public long append(DeadLetter letter) throws LogUnavailable, RecordTooLarge {
        return append(Topics.DEAD_LETTERS, 0, letter.letter(), Wire.encode(letter))
                .offset();
    }

    /** Writes a record of {@code topic} that no version can read: of a very large one, only the beginning. */
    public void unreadable(String topic, LogView.Entry record) throws LogUnavailable {
        append(new DeadLetter.OfRecord(
                topic,
                record.offset(),
                Arrays.copyOf(record.value(), Math.min(record.value().length, LETTER_BYTES)),
                new JobError("unreadable", "no version of this reader can make sense of the record"),
                Instant.now()));
    }

    /** @param value null marks the key as removed, in a topic that is compacted */
    RecordMetadata append(String topic, int partition, String key, byte @Nullable [] value)
            throws LogUnavailable, RecordTooLarge {
        if (value != null && value.length > Topics.RECORD_BYTES - ENVELOPE_BYTES) {
            throw new RecordTooLarge(value.length + " bytes are more than a record may have");
        }
        try {
            Future<RecordMetadata> written =
                    producer.send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value));
            return written.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while writing to " + topic, e);
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            throw new LogUnavailable("Kafka did not acknowledge a record of " + topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
