package io.spillway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Topics' own ids: a topic that was deleted and made anew has another one, and its offsets mean something else. */
final class TopicIds implements AutoCloseable {
    private final Admin admin;
    private final Map<String, String> known = new HashMap<>();

    TopicIds(String bootstrap) {
        this.admin = Admin.create(KafkaAccess.with(
                bootstrap,
                Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000)));
    }

    String of(String topic) {
        return known.computeIfAbsent(topic, this::ask);
    }

    void forget(String topic) {
        known.remove(topic);
    }

    /** Whether the topic has another id than the one last told. */
    boolean changed(String topic) {
        return known.containsKey(topic) && !ask(topic).equals(known.get(topic));
    }

    private String ask(String topic) {
        try {
            return Optional.ofNullable(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(2, TimeUnit.SECONDS)
                            .get(topic))
                    .orElseThrow(() -> new KafkaException("no topic " + topic))
                    .topicId()
                    .toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot describe " + topic, e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
