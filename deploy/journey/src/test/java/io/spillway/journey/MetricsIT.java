package io.spillway.journey;

import io.restassured.RestAssured;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.testing.provider.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/metrics.md names is there on processes that have seen a little of everything, and nothing else is. */
@Order(6)
class MetricsIT {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(spillway_\\w+)` \\|");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^# TYPE (spillway_\\w+) ");
    private static final Pattern USED = Pattern.compile("\\bspillway_\\w+");
    /** What a histogram is asked for. */
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void everyMetricOfThePageIsThereAndEveryMetricThereIsOnThePage() throws IOException {
        // Given
        String page = Files.readString(Cluster.root().resolve("docs/metrics.md"));
        String[] halves = page.split("## The workers", 2);
        aLittleOfEverything("to be counted");
        // Then
        Awaitility.await("the gateway's metrics are those of the page")
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(families(cluster.run().managementUrl())).isEqualTo(names(ROW, halves[0])));
        assertThat(families("http://127.0.0.1:"
                        + cluster.run().process("worker-cloud-1").port()))
                .isEqualTo(names(ROW, halves[1]));
    }

    @Test
    void everyMetricOfDashboardsAndAlertsIsThere() throws IOException {
        // Given
        Set<String> used = used();
        aLittleOfEverything("to be looked at");
        // Then
        assertThat(used).hasSizeGreaterThan(10);
        Awaitility.await("dashboards and alerts name metrics of running processes")
                .atMost(SOON)
                .untilAsserted(() -> {
                    Set<String> there = families(cluster.run().managementUrl());
                    there.addAll(families("http://127.0.0.1:"
                            + cluster.run().process("worker-cloud-1").port()));
                    assertThat(there).containsAll(used);
                });
    }

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String file : List.of("alerts.yaml", "grafana/dashboards/jobs.json", "grafana/dashboards/capacity.json")) {
            String text = Files.readString(
                    Cluster.root().resolve("deploy/observability").resolve(file));
            USED.matcher(text)
                    .results()
                    .forEach(found -> used.add(PART.matcher(found.group()).replaceFirst("")));
        }
        return used;
    }

    @Test
    void thePoolsFiguresTellOfWhatWasJustDone() {
        // When
        front.ended(front.accepted(Ask.chat("cloud/plain", "to be forecast")));
        // Then
        Awaitility.await("what came and went is in the rates and in the forecast")
                .atMost(SOON)
                .untilAsserted(() -> {
                    String metrics = metrics(cluster.run().managementUrl());
                    assertThat(value(metrics, "spillway_pool_arrivals_per_second"))
                            .isPositive();
                    assertThat(value(metrics, "spillway_pool_served_per_second"))
                            .isPositive();
                    assertThat(value(metrics, "spillway_pool_forecast_arrivals_5m"))
                            .isGreaterThan(value(metrics, "spillway_pool_forecast_arrivals_1m"));
                    assertThat(value(metrics, "spillway_pool_slots")).isPositive();
                    assertThat(value(metrics, "spillway_pool_waiting")).isZero();
                });
    }

    /** A job that falls back, a request that is refused, and a key that opens nothing. */
    private void aLittleOfEverything(String prompt) {
        cluster.models().always("broken", Reply.status(500));
        front.ended(front.accepted(Ask.chat("broken_first", prompt).maxTokens(5)));
        cluster.models().echo("broken");
        front.get("job_nobody");
        front.anonymous().header("Authorization", "Bearer sk-spill-nobodys").get("/v1/jobs");
    }

    private static double value(String metrics, String name) {
        return Pattern.compile("(?m)^" + name + "\\{pool=\"cloud\",?\\} (\\S+)$")
                .matcher(metrics)
                .results()
                .map(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElse(-1.0);
    }

    /** The metrics of our own; the maximum that goes with a histogram is no metric of its own. */
    private static Set<String> families(String management) {
        Set<String> families = names(SAMPLE, metrics(management));
        families.removeIf(name -> name.endsWith("_max"));
        return families;
    }

    private static String metrics(String management) {
        return RestAssured.given()
                .accept("text/plain; version=0.0.4")
                .get(management + "/q/metrics")
                .asString();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
