package io.spillway.standalone.layout;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LayoutPlanTest {
    private static final String BOTH_POOLS = """
            providers:
              gguf: {kind: gguf, models-dir: .}
              cloud: {kind: openai, base-url: "http://127.0.0.1:1/v1"}
            targets:
              gguf/demo: {source: demo.gguf}
              cloud/model: {}
            """;

    @TempDir
    Path folder;

    @Test
    void everyKindOfWorkerThatTheProvidersNeedIsStarted() throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("mine.yaml"), BOTH_POOLS);

        // When
        ClusterLayout layout = LayoutPlan.draw(options().config(config).workers(Map.of("local", 2)));

        // Then
        assertThat(layout.processes())
                .extracting(ProcessSpec::name)
                .containsExactly("kafka", "redis", "gateway", "worker-cloud-1", "worker-local-1", "worker-local-2");
        assertThat(layout.processes().getLast().environment())
                .containsEntry("SPILLWAY_CONFIG", config.toString())
                .containsEntry("SPILLWAY_PROCESS", "worker-local-2")
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .doesNotContainKey("SPILLWAY_ADMIN_KEY_FILE");
        assertThat(layout.processes()).extracting(ProcessSpec::port).doesNotHaveDuplicates();
    }

    @Test
    void kafkaYieldsItsUsualPortUnlessItWasAskedFor() throws Exception {
        // Given
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();

            // When, then
            assertThat(new PortChoice().flexible("kafka", null, taken)).isNotEqualTo(taken);
            assertThatThrownBy(() -> new PortChoice().flexible("kafka", taken, 1))
                    .isInstanceOfSatisfying(
                            Complaint.class,
                            complaint ->
                                    assertThat(complaint.remedy()).contains("--kafka-port", "SPILLWAY_KAFKA_PORT"));
        }
    }

    @Test
    void aMistakeInTheConfigurationIsShownWithItsPlace() throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("mine.yaml"), "providers:\n  gguf: {kind: abacus}\n");

        // When, then
        assertThatThrownBy(() -> LayoutPlan.draw(options().config(config)))
                .isInstanceOfSatisfying(Complaint.class, complaint -> {
                    assertThat(complaint.what()).contains("mine.yaml:2");
                    assertThat(complaint.where()).isEqualTo(config.toString());
                });
    }

    @Test
    void unknownKindsOfWorkersAreRefused() {
        // When, then
        assertThatThrownBy(() -> LayoutPlan.draw(options().workers(Map.of("quantum", 1))))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("quantum=1");
    }

    private ClusterOptions options() {
        return ClusterOptions.of(folder, folder.resolve("home"))
                .ports(PortWishes.ANY_FREE)
                .applications((module, mark) -> List.of(module, mark));
    }
}
