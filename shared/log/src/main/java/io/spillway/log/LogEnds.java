package io.spillway.log;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the present ends of a topic's partitions. */
public final class LogEnds implements Function<Set<Integer>, Map<Integer, Long>>, AutoCloseable {
    private final Admin admin;
    private final String topic;

    /** The ends of {@code spillway.outcomes}. */
    public LogEnds(String bootstrap) {
        this(bootstrap, Topics.OUTCOMES);
    }

    LogEnds(String bootstrap, String topic) {
        this.topic = topic;
        this.admin = Admin.create(KafkaAccess.with(
                bootstrap,
                Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000)));
    }

    /** The offset of the next record to be written, for each of {@code partitions}. */
    @Override
    public Map<Integer, Long> apply(Set<Integer> partitions) throws LogUnavailable {
        try {
            Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(partitions.stream()
                            .collect(Collectors.toMap(
                                    number -> new TopicPartition(topic, number), _ -> OffsetSpec.latest())))
                    .all()
                    .get(2, TimeUnit.SECONDS);
            return ends.entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> entry.getKey().partition(),
                            entry -> entry.getValue().offset()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogUnavailable("cannot read the log's ends: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
