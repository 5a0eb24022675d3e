package io.spillway.gateway.admission;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Adjustment;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.availability.ClusterSettings;
import io.spillway.gateway.availability.Settings;
import io.spillway.gateway.outcomes.TrackRecords;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.SubmissionReader;
import io.spillway.gateway.webhook.Destination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NewJobTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_123L);

    @TempDir
    Path dir;

    private ClusterSettings set = ClusterSettings.NONE;
    private NewJob newJob;

    @BeforeEach
    void a_cluster_of_three_models() throws IOException {
        Path file = Files.writeString(dir.resolve("spillway.yaml"), """
                providers:
                  mock: {kind: openai, base-url: "http://127.0.0.1:9/v1"}
                targets:
                  mock/small: {}
                  mock/large: {}
                  mock/vectors: {types: [embedding]}
                routes:
                  first: {targets: [mock/large, mock/vectors, mock/small]}
                  second: {targets: [mock/small, mock/large]}
                """);
        Cluster cluster = ClusterFile.read(file, System::getenv);
        Settings settings = new Settings(cluster, () -> set);
        newJob = new NewJob(
                cluster,
                new Planning(cluster, new TrackRecords(), _ -> Adjustment.NONE, settings),
                new Destination((_, _) -> Optional.empty()),
                settings);
    }

    @Test
    void goes_along_the_mode_of_an_operator_where_its_client_names_no_route() {
        // Given
        set = new ClusterSettings(true, Optional.of("second"), Optional.empty());

        // Then
        assertThat(job("{\"prompt\":\"x\"}").plan().targets()).hasToString("[mock/small, mock/large]");
        assertThat(job("{\"prompt\":\"x\"}").model()).isEqualTo("second");
        assertThat(job("{\"prompt\":\"x\",\"model\":\"first\"}").plan().targets())
                .hasToString("[mock/large, mock/small]");
    }

    @Test
    void a_mode_that_has_left_the_configuration_counts_for_nothing() {
        // Given
        set = new ClusterSettings(true, Optional.of("third"), Optional.empty());

        // Then
        assertThat(job("{\"prompt\":\"x\"}").model()).isEqualTo("first");
    }

    @Test
    void goes_to_the_targets_of_its_route_that_serve_its_type() {
        // Then
        assertThat(job("{\"prompt\":\"x\"}").plan().targets()).hasToString("[mock/large, mock/small]");
        assertThat(job("{\"type\":\"embedding\",\"input\":\"x\"}").plan().targets())
                .hasToString("[mock/vectors]");
        assertThat(job("{\"prompt\":\"x\",\"model\":\"mock/small\"}").plan().targets())
                .hasToString("[mock/small]");
    }

    @Test
    void goes_to_the_first_alone_without_fallback() {
        assertThat(job("{\"prompt\":\"x\",\"fallback\":false}").plan().targets())
                .hasToString("[mock/large]");
    }

    @Test
    void counts_its_times_from_its_acceptance() {
        // When
        Job job = job("{\"prompt\":\"x\",\"start_by\":\"PT1M\",\"end_by\":\"PT1H\"}");

        // Then
        assertThat(job.acceptedAt()).isEqualTo(NOW);
        assertThat(job.deadlines().startBy()).contains(NOW.plus(Duration.ofMinutes(1)));
        assertThat(job.deadlines().endBy()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void is_refused_for_a_model_or_a_type_that_nobody_serves() {
        assertThatThrownBy(() -> job("{\"prompt\":\"x\",\"model\":\"no/such\"}"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(404));
        assertThatThrownBy(() -> job("{\"type\":\"speech\",\"input\":\"x\"}"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(422));
    }

    private Job job(String body) {
        SubmissionReader.Read read = SubmissionReader.read(body.getBytes(StandardCharsets.UTF_8));
        return newJob.of(
                JobId.create(NOW, 3, RandomGenerator.getDefault()),
                new Caller(TenantId.DEFAULT, Set.of(), 1),
                ((SubmissionReader.Read.Good) read).submission(),
                Optional.empty());
    }
}
