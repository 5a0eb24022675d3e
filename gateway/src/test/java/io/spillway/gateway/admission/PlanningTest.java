package io.spillway.gateway.admission;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Adjustment;
import io.spillway.contract.routing.Residency;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.availability.ClusterSettings;
import io.spillway.gateway.availability.Settings;
import io.spillway.gateway.outcomes.TrackRecords;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.submission.SubmissionReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanningTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final String IMAGE = """
            "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]
            """.formatted("A".repeat(5_000)).strip();
    private static final String TOOL = """
            "prompt":"x","tools":[{"type":"function","function":{"name":"f"}}]""";

    @TempDir
    Path dir;

    private Cluster cluster;
    private Planning planning;

    @BeforeEach
    void a_cluster_with_routes_of_every_kind() throws IOException {
        cluster = ClusterFile.read(Files.writeString(dir.resolve("spillway.yaml"), """
                providers: {p: {kind: openai}, gguf: {kind: gguf}}
                targets:
                  p/a: {price: {input: 1, output: 10}, region: eu}
                  p/b: {price: {input: 5, output: 1}, region: us}
                  p/c: {region: eu}
                  p/v: {types: [embedding]}
                  gguf/d: {}
                routes:
                  regions: {targets: [p/b, p/c, p/a]}
                  cheap: {targets: [p/c, p/a, p/b], strategy: cheapest}
                  free: {targets: [p/c, p/a, gguf/d], strategy: cheapest}
                  turns: {targets: [p/v, p/a, p/b], strategy: round-robin}
                  weights: {targets: [{target: p/a, weight: 0}, p/b], strategy: weighted}
                  canary: {targets: [p/a, p/b], strategy: canary, canary: {target: p/b, percent: 100}}
                  canary-alone: {targets: [p/a, p/b], strategy: canary, canary: {target: p/b, percent: 100}, fallback: false}
                  sticky: {targets: [p/a, p/b, p/c], strategy: sticky, sticky: {by: metadata.conversation}}
                  rules:
                    targets: [p/a]
                    rules:
                      - {when: {images: true}, targets: [p/b]}
                      - {when: {tools: true}, targets: [p/c]}
                      - {when: {tokens: {over: 100}}, targets: [gguf/d]}
                      - {when: {metadata: {plan: free}, tenant: default}, targets: [gguf/d, p/a]}
                      - {when: {type: embedding}, targets: [p/v]}
                tiers: {cloud: [p/v, p/a, p/b], device: [gguf/d]}
                """), _ -> null);
        planning = new Planning(
                cluster, new TrackRecords(), _ -> Adjustment.NONE, new Settings(cluster, () -> ClusterSettings.NONE));
    }

    @Test
    void theCheapestIsThatForThisJob() {
        assertThat(targets("cheap", "\"prompt\":\"x\"")).isEqualTo("p/b p/c p/a");
        assertThat(targets("cheap", "\"max_tokens\":1,\"prompt\":\"" + "long ".repeat(1_000) + "\""))
                .isEqualTo("p/a p/c p/b");
        assertThat(targets("free", "\"prompt\":\"x\"")).isEqualTo("gguf/d p/c p/a");
    }

    @Test
    void turnsAreTakenByThoseThatServeTheType() {
        // When
        List<String> plans = Stream.generate(() -> targets("turns", "\"prompt\":\"x\""))
                .limit(3)
                .toList();

        // Then
        assertThat(plans).containsExactly("p/a p/b", "p/b p/a", "p/a p/b");
    }

    @Test
    void theLeaderIsDrawnAndTheOthersFollow() {
        assertThat(targets("weights", "\"prompt\":\"x\"")).isEqualTo("p/b p/a");
        assertThat(targets("canary", "\"prompt\":\"x\"")).isEqualTo("p/b p/a");
    }

    @Test
    void aWeightThatAnOperatorHasSetCountsInsteadOfTheFiles() {
        // Given
        Map<String, Integer> set = Map.of("p/a", 1, "p/b", 0);
        planning = new Planning(
                cluster,
                new TrackRecords(),
                target -> new Adjustment(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.of(set.get(target.value()))),
                new Settings(cluster, () -> ClusterSettings.NONE));
        // Then
        assertThat(targets("weights", "\"prompt\":\"x\"")).isEqualTo("p/a p/b");
    }

    @Test
    void theBackupOfAnOperatorComesBehindEveryRouteThatMayBeLeft() {
        // Given
        set(new ClusterSettings(true, Optional.empty(), Optional.of(new TargetName("gguf/d"))));
        // Then
        assertThat(targets("cheap", "\"prompt\":\"x\"")).isEqualTo("p/b p/c p/a gguf/d");
        assertThat(targets("free", "\"prompt\":\"x\"")).isEqualTo("gguf/d p/c p/a");
        assertThat(targets("turns", "\"type\":\"embedding\",\"input\":\"x\"")).isEqualTo("p/v");
        assertThat(targets("cheap", "\"prompt\":\"x\",\"fallback\":false")).isEqualTo("p/b");
        assertThat(targets("canary-alone", "\"prompt\":\"x\"")).isEqualTo("p/b");
        assertThat(targets("cloud_only", "\"prompt\":\"x\"")).isEqualTo("p/a p/b");
        assertThat(targets("p/a", "\"prompt\":\"x\"")).isEqualTo("p/a");
        assertThat(targets("regions", "\"prompt\":\"x\"", new Residency.Required("eu")))
                .isEqualTo("p/c p/a");
    }

    @Test
    void whereAnOperatorWantsNoFallbackEveryJobStaysInItsFirstTier() {
        // Given
        set(new ClusterSettings(false, Optional.empty(), Optional.of(new TargetName("gguf/d"))));
        // Then
        assertThat(targets("cloud_first", "\"prompt\":\"x\"")).isEqualTo("p/a p/b");
        assertThat(targets("cheap", "\"prompt\":\"x\",\"fallback\":true")).isEqualTo("p/b");
    }

    private void set(ClusterSettings settings) {
        planning =
                new Planning(cluster, new TrackRecords(), _ -> Adjustment.NONE, new Settings(cluster, () -> settings));
    }

    @Test
    void aConversationStaysWithItsTarget() {
        // Given
        String one = "\"prompt\":\"x\",\"metadata\":{\"conversation\":\"1\"}";

        // When
        long plans = Stream.generate(() -> targets("sticky", one))
                .limit(20)
                .distinct()
                .count();

        // Then
        assertThat(plans).isEqualTo(1);
        assertThat(Stream.iterate(0, i -> i + 1)
                        .limit(50)
                        .map(i -> targets("sticky", one.replace("\"1\"", "\"" + i + "\"")))
                        .distinct())
                .hasSize(3);
    }

    @Test
    void rulesChooseTheList() {
        assertThat(targets("rules", "\"prompt\":\"x\"")).isEqualTo("p/a");
        assertThat(targets("rules", IMAGE)).isEqualTo("p/b");
        assertThat(targets("rules", TOOL)).isEqualTo("p/c");
        assertThat(targets("rules", TOOL + ",\"tool_choice\":\"none\"")).isEqualTo("p/a");
        assertThat(targets("rules", "\"prompt\":\"" + "x".repeat(400) + "\"")).isEqualTo("p/a");
        assertThat(targets("rules", "\"prompt\":\"" + "x".repeat(401) + "\"")).isEqualTo("gguf/d");
        assertThat(targets("rules", "\"prompt\":\"x\",\"metadata\":{\"plan\":\"free\"}"))
                .isEqualTo("gguf/d p/a");
        assertThat(targets("rules", "\"type\":\"embedding\",\"input\":[1,2,3]")).isEqualTo("p/v");
    }

    @ParameterizedTest
    @CsvSource({"cloud_first, p/a p/b", "cloud_only, p/a p/b", "phone_first, gguf/d", "canary, p/b"})
    void withoutFallbackAJobStaysInItsFirstTier(String route, String targets) {
        assertThat(targets(route, "\"prompt\":\"x\",\"fallback\":false")).isEqualTo(targets);
    }

    @Test
    void aRouteWithoutFallbackGivesNoneToAnybody() {
        assertThat(targets("canary-alone", "\"prompt\":\"x\",\"fallback\":true"))
                .isEqualTo("p/b");
        assertThat(targets("cloud_first", "\"prompt\":\"x\"")).isEqualTo("p/a p/b gguf/d");
    }

    @Test
    void aTenantsRegionGoesBeforeTheStrategy() {
        assertThat(targets("regions", "\"prompt\":\"x\"", Residency.ANYWHERE)).isEqualTo("p/b p/c p/a");
        assertThat(targets("regions", "\"prompt\":\"x\"", new Residency.Preferred("eu")))
                .isEqualTo("p/c p/a p/b");
        assertThat(targets("regions", "\"prompt\":\"x\"", new Residency.Required("eu")))
                .isEqualTo("p/c p/a");
        assertThatThrownBy(() -> targets("regions", "\"prompt\":\"x\"", new Residency.Required("ap")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().errors())
                                .singleElement()
                                .satisfies(error -> assertThat(error.field()).isEqualTo("model")));
    }

    private String targets(String route, String fields) {
        return targets(route, fields, Residency.ANYWHERE);
    }

    private String targets(String route, String fields, Residency residency) {
        Submission submission = ((SubmissionReader.Read.Good)
                        SubmissionReader.read(("{" + fields + "}").getBytes(StandardCharsets.UTF_8)))
                .submission();
        return String.join(
                " ",
                planning
                        .plan(
                                cluster.route(route).orElseThrow(),
                                RequestTraits.of(TenantId.DEFAULT, submission).residing(residency),
                                submission,
                                NOW)
                        .targets()
                        .stream()
                        .map(TargetName::value)
                        .toList());
    }
}
