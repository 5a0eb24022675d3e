package io.spillway.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of one partition from its start and then follows it, on a thread of its own. */
final class Follower implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Follower.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final TopicPartition partition;
    private final Consumer<ConsumerRecord<byte[], byte[]>> each;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Object progress = new Object();
    private final Thread thread;
    private long applied;
    private volatile boolean closed;

    /** @param each is given every record, in order, on one thread */
    Follower(String bootstrap, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        this.partition = new TopicPartition(topic, 0);
        this.each = each;
        this.consumer =
                new KafkaConsumer<>(settings(bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("follow-" + topic).daemon().unstarted(this::run);
    }

    /** How whoever reads such a topic outside any group is set up. */
    static Map<String, Object> settings(String bootstrap) {
        return KafkaAccess.with(
                bootstrap,
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500));
    }

    void start() {
        thread.start();
    }

    boolean awaitReady(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether everything that was in the topic at the start has been read. */
    boolean ready() {
        return caughtUp.getCount() == 0;
    }

    /** Returns once the record at {@code offset} has been read. */
    void awaitRead(long offset, String what) throws LogUnavailable {
        synchronized (progress) {
            long deadline = System.nanoTime() + ANSWER.toNanos();
            while (applied <= offset) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new LogUnavailable("written, but not read back in time: " + what, null);
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
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!closed) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "stopped topic={0}", partition.topic());
        }
    }

    private void turn() {
        try {
            consumer.poll(POLL).forEach(each);
            long position = consumer.position(partition, ANSWER);
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
            LOG.log(Level.WARNING, "cannot read topic={0}: {1}", partition.topic(), e.getMessage());
        }
    }

    private long end() {
        return consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }
}
