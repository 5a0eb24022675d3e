package io.spillway.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * {@code spillway.state} in this process's memory: read from its start, then followed. Reading it never waits for
 * anybody, so tenants, keys and settings outlive Redis.
 */
public final class StateTable implements AutoCloseable {
    private final LogWriter writer;
    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final Follower follower;

    private StateTable(String bootstrap, LogWriter writer) {
        this.writer = writer;
        this.follower = new Follower(bootstrap, Topics.STATE, this::keep);
    }

    /** Starts reading; the topic must exist. {@code writer} stays the caller's to close. */
    public static StateTable follow(String bootstrap, LogWriter writer) {
        StateTable table = new StateTable(bootstrap, writer);
        table.follower.start();
        return table;
    }

    /** Waits until everything that was in the topic at the start has been read. */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        return follower.awaitReady(patience);
    }

    /** Whether everything that was in the topic at the start has been read. */
    public boolean ready() {
        return follower.ready();
    }

    /** The value under {@code key}, as last read. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** A copy of everything whose key begins with {@code prefix}. */
    public Map<String, String> all(String prefix) {
        Map<String, String> found = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key, new String(value, StandardCharsets.UTF_8));
            }
        });
        return found;
    }

    /** Writes a value and returns once it has been read back here. */
    public void put(String key, String value) throws LogUnavailable {
        awaitRead(key, writer.append(Topics.STATE, 0, key, value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Removes a value and returns once that has been read back here; does nothing where there is none. */
    public void remove(String key) throws LogUnavailable {
        if (values.containsKey(key)) {
            awaitRead(key, writer.append(Topics.STATE, 0, key, null));
        }
    }

    private void awaitRead(String key, RecordMetadata written) {
        follower.awaitRead(written.offset(), key);
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            values.remove(key);
        } else {
            values.put(key, record.value());
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
