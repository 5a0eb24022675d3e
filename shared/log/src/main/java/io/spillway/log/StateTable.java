package io.spillway.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@code spillway.state} in this process's memory: read from its start, then followed. Reading it never waits for
 * anybody, so tenants, keys and settings outlive Redis.
 */
public final class StateTable implements AutoCloseable {
    private static final Logger LOG = System.getLogger(StateTable.class.getName());
    private static final TopicPartition PARTITION = new TopicPartition(Topics.STATE, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final LogWriter writer;
    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Object progress = new Object();
    private final Thread thread;
    private long applied;
    private volatile boolean closed;

    private StateTable(String bootstrap, LogWriter writer) {
        this.writer = writer;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("state-table").daemon().unstarted(this::run);
    }

    /** Starts reading; the topic must exist. {@code writer} stays the caller's to close. */
    public static StateTable follow(String bootstrap, LogWriter writer) {
        StateTable table = new StateTable(bootstrap, writer);
        table.thread.start();
        return table;
    }

    /** Waits until everything that was in the topic at the start has been read. */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether everything that was in the topic at the start has been read. */
    public boolean ready() {
        return caughtUp.getCount() == 0;
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
        long offset = written.offset();
        synchronized (progress) {
            long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (applied <= offset) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new LogUnavailable("written, but not read back in time: " + key, null);
                }
                await(left);
            }
        }
    }

    private void await(long millis) {
        try {
            progress.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted", e);
        }
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (!closed) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "stopped");
        }
    }

    private void turn() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    values.remove(key);
                } else {
                    values.put(key, record.value());
                }
            }
            long position = consumer.position(PARTITION, Duration.ofSeconds(2));
            synchronized (progress) {
                applied = position;
                progress.notifyAll();
            }
            if (!ready() && position >= end()) {
                caughtUp.countDown();
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "cannot read the state: {0}", e.getMessage());
        }
    }

    private long end() {
        return consumer.endOffsets(List.of(PARTITION), Duration.ofSeconds(2)).getOrDefault(PARTITION, 0L);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }
}
