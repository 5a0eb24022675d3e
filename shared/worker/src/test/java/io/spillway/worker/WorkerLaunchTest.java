package io.spillway.worker;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.seal.PayloadKeys;
import io.spillway.log.artifact.ArtifactStores;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerLaunchTest {
    private static final Cluster CLUSTER = new Cluster(Map.of(), Map.of(), Map.of(), List.of());

    @Test
    void anEmptyEnvironmentMeansThisMachine() {
        assertThat(WorkerLaunch.settings(Pool.GPU, "1.0", CLUSTER, Map.of()))
                .isEqualTo(new WorkerSettings(
                        "worker-gpu",
                        Pool.GPU,
                        "1.0",
                        CLUSTER,
                        "localhost:9092",
                        URI.create("redis://localhost:6379"),
                        8,
                        (short) 1,
                        500,
                        Duration.ofSeconds(8),
                        ArtifactStores.open("artifacts", PayloadKeys.NONE)));
    }

    @Test
    void everythingCanBeSaid() {
        // Given
        Map<String, String> environment = Map.of(
                "SPILLWAY_PROCESS", "worker-gpu-7",
                "SPILLWAY_KAFKA", "a:1,b:2",
                "SPILLWAY_REDIS", "rediss://user:word@redis:7000",
                "SPILLWAY_PARTITIONS", "32",
                "SPILLWAY_REPLICATION", "3",
                "SPILLWAY_SLOTS", "7",
                "SPILLWAY_DRAIN", "PT1M",
                "SPILLWAY_ARTIFACTS", "/srv/shared");

        // Then
        assertThat(WorkerLaunch.settings(Pool.GPU, "1.0", CLUSTER, environment))
                .isEqualTo(new WorkerSettings(
                        "worker-gpu-7",
                        Pool.GPU,
                        "1.0",
                        CLUSTER,
                        "a:1,b:2",
                        URI.create("rediss://user:word@redis:7000"),
                        32,
                        (short) 3,
                        7,
                        Duration.ofMinutes(1),
                        ArtifactStores.open("/srv/shared", PayloadKeys.NONE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SPILLWAY_SLOTS; many; SPILLWAY_SLOTS: should be a whole number of 1 or more, not 'many'",
                "SPILLWAY_ARTIFACTS; ftp://x/y; SPILLWAY_ARTIFACTS: should be a folder or s3://bucket/prefix, not 'ftp://x/y'",
                "SPILLWAY_SLOTS; 0; SPILLWAY_SLOTS: should be a whole number of 1 or more, not '0'",
                "SPILLWAY_PARTITIONS; 4097; SPILLWAY_PARTITIONS: should be a whole number from 1 to 4096, not '4097'",
                "SPILLWAY_REPLICATION; x; SPILLWAY_REPLICATION: should be a whole number of 1 or more, not 'x'",
                "SPILLWAY_DRAIN; 8s; SPILLWAY_DRAIN: should be an ISO 8601 duration such as PT8S, not '8s'",
                "SPILLWAY_REDIS; localhost:6379; SPILLWAY_REDIS: should be an address such as redis://localhost:6379, not 'localhost:6379'",
                "SPILLWAY_REDIS; a b; SPILLWAY_REDIS: should be an address such as redis://localhost:6379, not 'a b'"
            })
    void aMistakeIsNamed(String variable, String value, String message) {
        assertThatThrownBy(() -> WorkerLaunch.settings(Pool.CLOUD, "1.0", CLUSTER, Map.of(variable, value)))
                .isInstanceOf(ConfigError.class)
                .hasMessage(message);
    }

    @Test
    void theGuideNamesEveryVariable() throws Exception {
        // Given
        Path root = Path.of("").toAbsolutePath().getParent().getParent();
        String source =
                Files.readString(root.resolve("shared/worker/src/main/java/io/spillway/worker/WorkerLaunch.java"));
        String guide = Files.readString(root.resolve("docs/configuration.md"));

        // Then
        assertThat(java.util.regex.Pattern.compile("\"(SPILLWAY_[A-Z]+)\"")
                        .matcher(source)
                        .results())
                .hasSizeGreaterThan(7)
                .allSatisfy(match -> assertThat(guide).contains("`" + match.group(1) + "`"));
    }
}
