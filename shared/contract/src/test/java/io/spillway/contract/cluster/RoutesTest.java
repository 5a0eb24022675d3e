package io.spillway.contract.cluster;

import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.rule.JobTraits;
import io.spillway.contract.routing.strategy.StickyKey;
import io.spillway.contract.routing.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What routes and tiers of the file become. */
class RoutesTest {
    private static final String TARGETS = """
            providers: {p: {kind: openai}, gguf: {kind: gguf}}
            targets: {p/a: {}, p/b: {}, p/c: {}, gguf/d: {}}
            """;

    @TempDir
    Path folder;

    private Cluster read(String text) throws IOException {
        return ClusterFile.read(Files.writeString(folder.resolve("spillway.yaml"), TARGETS + text), _ -> null);
    }

    private Strategy strategy(String text) throws IOException {
        return read("routes: {r: {targets: [{target: p/a}, p/b], " + text + "}}")
                .route("r")
                .orElseThrow()
                .strategy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordered", "round-robin", "weighted", "cheapest", "fastest", "adaptive"})
    void aStrategyIsReadByItsWord(String word) throws IOException {
        assertThat(strategy("strategy: " + word).word()).isEqualTo(word);
    }

    @Test
    void strategiesWithWhatTheyNeed() throws IOException {
        // Given
        TargetName b = new TargetName("p/b");

        // Then
        assertThat(strategy("")).isEqualTo(new Strategy.Ordered());
        assertThat(strategy("strategy: canary, canary: {target: p/b, percent: 5}"))
                .isEqualTo(new Strategy.Canary(b, 5));
        assertThat(strategy("strategy: sticky, sticky: {by: tenant}"))
                .isEqualTo(new Strategy.Sticky(new StickyKey.OfTenant()));
        assertThat(strategy("strategy: sticky, sticky: {by: user}"))
                .isEqualTo(new Strategy.Sticky(new StickyKey.OfUser()));
        assertThat(strategy("strategy: sticky, sticky: {by: metadata.conversation}"))
                .isEqualTo(new Strategy.Sticky(new StickyKey.OfMetadata("conversation")));
        assertThat(read("routes: {r: {targets: [p/a, {target: p/b, weight: 9}], strategy: weighted}}")
                        .route("r")
                        .map(Route::strategy))
                .contains(new Strategy.Weighted(Map.of(b, 9)));
    }

    @Test
    void theFirstRuleThatMatchesChoosesTheList() throws IOException {
        // Given
        Route route = read("""
                routes:
                  r:
                    targets: [p/a, p/b]
                    fallback: false
                    rules:
                      - {when: {type: chat, images: true, tools: false, tenant: default}, targets: [p/b]}
                      - {when: {tokens: {over: 100}, metadata: {plan: free}}, targets: [{target: p/c, patience: PT0S}, p/a]}
                """).route("r").orElseThrow();

        // Then
        assertThat(route.fallback()).isFalse();
        assertThat(route.listFor(job(0, false)).key()).isEqualTo("p/a~2000|p/b~2000");
        assertThat(route.listFor(job(101, false)).key()).isEqualTo("p/c~0|p/a~2000");
        assertThat(route.listFor(job(101, true)).key()).isEqualTo("p/b~2000");
    }

    @ParameterizedTest
    @CsvSource({
        "cloud_first, p/a p/b p/c gguf/d, p/a p/b",
        "server_first, p/c p/a p/b gguf/d, p/c",
        "phone_first, gguf/d p/c p/a p/b, gguf/d",
        "cloud_only, p/a p/b, p/a p/b",
        "server_only, p/c, p/c",
        "phone_only, gguf/d, gguf/d"
    })
    void tiersGiveRoutes(String name, String targets, String firstTier) throws IOException {
        // Given
        Cluster cluster = read("tiers: {cloud: [p/a, p/b], server: [p/c], device: [gguf/d]}");

        // When
        Route route = cluster.route(name).orElseThrow();

        // Then
        assertThat(names(route.plan())).isEqualTo(targets);
        assertThat(names(route.firstTier(route.plan()))).isEqualTo(firstTier);
        assertThat(cluster.defaultRoute().map(Route::name)).contains("cloud_first");
    }

    @Test
    void aTierWithoutTargetsGivesNoRouteAndANamedRouteStays() throws IOException {
        // When
        Cluster cluster = read("""
                routes: {cloud_first: {targets: [p/c]}}
                tiers: {cloud: [p/a], device: [p/b]}
                """);

        // Then
        assertThat(cluster.routes()).containsOnlyKeys("cloud_first", "phone_first", "cloud_only", "phone_only");
        assertThat(names(cluster.route("cloud_first").orElseThrow().plan())).isEqualTo("p/c");
    }

    @Test
    void withoutFallbackAnOrdinaryRouteKeepsItsFirstTargetAlone() throws IOException {
        // Given
        Route route = read("routes: {r: {targets: [p/a, p/b]}}").route("r").orElseThrow();

        // Then
        assertThat(names(route.firstTier(route.plan()))).isEqualTo("p/a");
        assertThat(route.firstTier(Plan.parse("")).isEmpty()).isTrue();
    }

    private static String names(Plan plan) {
        return String.join(" ", plan.targets().stream().map(TargetName::value).toList());
    }

    private static JobTraits job(long tokens, boolean images) {
        return new JobTraits(
                JobType.CHAT, TenantId.DEFAULT, tokens, images, false, Map.of("plan", "free"), Optional.empty());
    }
}
