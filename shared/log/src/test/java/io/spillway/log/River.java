package io.spillway.log;

import io.spillway.contract.wire.LogView;
import io.spillway.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic of a test's own on a real broker. */
final class River implements AutoCloseable {
    final String topic = "river-" + UUID.randomUUID();
    private final int partitions;
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
    private final LogWriter writer = LogWriter.open(TestKafka.bootstrapServers(), Duration.ofSeconds(5));

    River(int partitions) throws Exception {
        this.partitions = partitions;
        create();
    }

    String id() {
        try (TopicIds ids = new TopicIds(TestKafka.bootstrapServers())) {
            return ids.of(topic);
        }
    }

    /** Writes {@code from}, {@code from + 1} … up to but without {@code to}. */
    void write(int partition, int from, int to) {
        for (int i = from; i < to; i++) {
            writer.append(topic, partition, "key", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    ReplayingConsumer read(LogView view) {
        return ReplayingConsumer.start(TestKafka.bootstrapServers(), topic, topic + "-readers", view);
    }

    /** Deletes the topic and makes it again: same name, another topic. */
    void makeAnew() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        while (true) {
            try {
                create();
                return;
            } catch (ExecutionException e) {
                // Not gone yet: the next request asks again.
                Thread.onSpinWait();
            }
        }
    }

    private void create() throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Override
    public void close() {
        writer.close();
        admin.close();
    }
}
