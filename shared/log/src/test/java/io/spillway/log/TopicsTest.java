package io.spillway.log;

import io.spillway.embedded.FreePort;
import io.spillway.testing.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicsTest {
    private static final String KAFKA = TestKafka.bootstrapServers();

    @Test
    void whoeverComesLaterFindsTheTopicsAsTheyAre() {
        // Given
        int made = Topics.ensure(KAFKA, 4, (short) 1);

        // When
        int found = Topics.ensure(KAFKA, 9, (short) 1);

        // Then
        assertThat(made).isEqualTo(4);
        assertThat(found).isEqualTo(4);
    }

    @Test
    void manyMayComeAtOnce() throws Exception {
        // Given
        Callable<Integer> start = () -> Topics.ensure(KAFKA, 4, (short) 1);

        // When
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = processes.invokeAll(List.of(start, start, start, start));

            // Then
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(4);
            }
        }
    }

    @Test
    void outcomesOutliveJobsAndTheStateIsCompacted() throws Exception {
        // Given
        Topics.ensure(KAFKA, 4, (short) 1);

        // When
        Config jobs = config(Topics.JOBS);
        Config outcomes = config(Topics.OUTCOMES);

        // Then
        assertThat(retention(jobs)).isGreaterThan(Duration.ofHours(48));
        assertThat(retention(outcomes)).isGreaterThan(retention(jobs));
        assertThat(jobs.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config(Topics.STATE).get("cleanup.policy").value()).isEqualTo("compact");
    }

    @Test
    void withoutKafkaItSaysSoWithinSeconds() {
        // Given
        String nobody = "127.0.0.1:" + FreePort.next();
        long from = System.nanoTime();

        // When
        assertThatThrownBy(() -> Topics.ensure(nobody, 4, (short) 1))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining(nobody);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(7));
    }

    private static Duration retention(Config config) {
        return Duration.ofMillis(Long.parseLong(config.get("retention.ms").value()));
    }

    private static Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource);
        }
    }
}
