package io.spillway.log;

import io.spillway.contract.wire.LogView;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads this process's share of a topic's partitions and applies them to a view. The view remembers the offsets; this
 * reader only seeks to where the view says, at the start, after a rebalance, and whenever the view has lost something.
 * Nothing but applying happens between poll and poll, so no rebalance ever waits for an inference.
 */
public final class ReplayingConsumer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ReplayingConsumer.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    private static final Duration SAME_TOPIC = Duration.ofSeconds(2);
    private static final Duration VIEW_AWAY = Duration.ofMillis(250);

    private final String topic;
    private final LogView view;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicIds topicIds;
    /** How far each partition in our care has been applied; one that is to be asked for is not here. */
    private final Map<Integer, Long> appliedTo = new HashMap<>();
    /** Partitions whose view has not yet said where to go on. */
    private final Set<Integer> unresumed = new TreeSet<>();

    private final Thread thread;
    private long lastAsked = System.nanoTime();
    private long lastCompared = System.nanoTime();
    private volatile boolean closed;
    private volatile Set<Integer> partitions = Set.of();

    private ReplayingConsumer(String bootstrap, String topic, String group, LogView view) {
        this.topic = topic;
        this.view = view;
        this.consumer = new KafkaConsumer<>(
                KafkaAccess.with(bootstrap, settings(group)), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topicIds = new TopicIds(bootstrap);
        this.thread = Thread.ofPlatform().name("replay-" + topic).daemon().unstarted(this::run);
    }

    /** Starts reading, on a thread of its own, until closed. Kafka need not be there yet. */
    public static ReplayingConsumer start(String bootstrap, String topic, String group, LogView view) {
        ReplayingConsumer consumer = new ReplayingConsumer(bootstrap, topic, group, view);
        consumer.thread.start();
        return consumer;
    }

    /** The partitions in this process's care. */
    public Set<Integer> partitions() {
        return partitions;
    }

    private static Map<String, Object> settings(String group) {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                1_500,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                500);
    }

    private void run() {
        try (consumer;
                topicIds) {
            consumer.subscribe(List.of(topic), assignment());
            while (!closed) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "stopped topic={0}", topic);
        } finally {
            partitions = Set.of();
        }
    }

    private void turn() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (view.recovering() && System.nanoTime() - lastAsked > ASK_AGAIN.toNanos()) {
                lastAsked = System.nanoTime();
                unresumed.addAll(appliedTo.keySet());
            }
            // Records are applied first: what was polled before a seek would be lost by it.
            for (TopicPartition partition : records.partitions()) {
                apply(partition, records.records(partition));
            }
            if (System.nanoTime() - lastCompared > SAME_TOPIC.toNanos()) {
                lastCompared = System.nanoTime();
                askAnewIfAnotherTopic();
            }
            for (int partition : List.copyOf(unresumed)) {
                resume(partition);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "cannot read topic={0}: {1}", topic, e.getMessage());
            pause();
        }
    }

    private void apply(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        int number = partition.partition();
        Long from = appliedTo.get(number);
        if (from == null) {
            return;
        }
        List<LogView.Entry> entries = records.stream()
                .map(record -> new LogView.Entry(record.offset(), record.value()))
                .toList();
        try {
            long next = view.apply(new LogView.Partition(number, topicIds.of(topic), 0), from, entries);
            if (next == records.getLast().offset() + 1) {
                appliedTo.put(number, next);
            } else {
                askAnew(number);
            }
        } catch (RuntimeException e) {
            // The view, or the topic's id, is away; the other partitions' records are still to be applied.
            LOG.log(Level.WARNING, "cannot apply topic={0} partition={1}: {2}", topic, number, e);
            consumer.seek(partition, records.getFirst().offset());
            pause();
        }
    }

    /** Nothing more is applied until the view has said where to go on. */
    private void askAnew(int number) {
        appliedTo.remove(number);
        unresumed.add(number);
    }

    /** A topic that was deleted and made again goes on under the same name, and may have overtaken us. */
    private void askAnewIfAnotherTopic() {
        if (topicIds.changed(topic)) {
            List.copyOf(appliedTo.keySet()).forEach(this::askAnew);
        }
    }

    private void resume(int number) {
        TopicPartition partition = new TopicPartition(topic, number);
        try {
            topicIds.forget(topic);
            long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
            long next = view.resume(new LogView.Partition(number, topicIds.of(topic), end));
            if (!appliedTo.containsKey(number) || consumer.position(partition, ANSWER) != next) {
                seek(number, next);
            }
            consumer.resume(List.of(partition));
            unresumed.remove(number);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "view is away topic={0} partition={1}: {2}", topic, number, e);
            pause();
        }
    }

    private void seek(int number, long offset) {
        LOG.log(Level.INFO, "reading on topic={0} partition={1} offset={2}", topic, number, offset);
        consumer.seek(new TopicPartition(topic, number), offset);
        appliedTo.put(number, offset);
    }

    private ConsumerRebalanceListener assignment() {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
                consumer.pause(assigned);
                assigned.forEach(partition -> unresumed.add(partition.partition()));
                remember();
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
                revoked.forEach(partition -> {
                    unresumed.remove(partition.partition());
                    appliedTo.remove(partition.partition());
                });
                remember();
            }
        };
    }

    private void remember() {
        partitions =
                consumer.assignment().stream().map(TopicPartition::partition).collect(Collectors.toUnmodifiableSet());
    }

    private void pause() {
        try {
            Thread.sleep(VIEW_AWAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(ANSWER.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
