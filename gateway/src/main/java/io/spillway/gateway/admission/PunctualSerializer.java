package io.spillway.gateway.admission;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Refuses a record that comes to the producer too late. While Kafka is away records queue up before the producer; their
 * clients have long been told 503 when Kafka is back, and their jobs must not be run then. A record that is in time has
 * the producer's own delivery timeout left, and the client waits for both.
 */
public final class PunctualSerializer implements Serializer<byte[]> {
    /** How long a record may take to the producer. */
    static final Duration LATEST = Duration.ofMillis(500);

    private static final String HEADER = "spillway-sent-at";

    /** Notes in {@code headers} when the record was sent. */
    static void stamp(Headers headers, Instant now) {
        headers.add(
                HEADER,
                ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array());
    }

    @Override
    public byte[] serialize(String topic, byte[] record) {
        return record;
    }

    @Override
    public byte[] serialize(String topic, Headers headers, byte[] record) {
        Header sent = headers.lastHeader(HEADER);
        if (sent != null) {
            Instant at = Instant.ofEpochMilli(ByteBuffer.wrap(sent.value()).getLong());
            if (Instant.now().isAfter(at.plus(LATEST))) {
                throw new SerializationException("the record came too late: its client does not wait any more");
            }
        }
        return record;
    }
}
