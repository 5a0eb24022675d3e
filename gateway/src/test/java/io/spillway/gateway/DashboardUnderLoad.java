package io.spillway.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each page of the dashboard for ten seconds at 1080p while a large cluster changes 500 times a second: frames a second,
 * the longest pause, and what the page keeps in memory. Run by hand, {@code -Dtest=DashboardUnderLoad}; the figures are in
 * docs/benchmarks.md.
 */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class DashboardUnderLoad extends InBrowser {
    private static final List<String> PAGES =
            List.of("overview", "targets/provider-0%2Fmodel-0", "routes", "queue", "jobs", "workers");
    private static final double FEWEST_FRAMES = 30;
    private static final double MOST_MB = 200;
    private static final String FRAMES = """
            () => new Promise(done => {
              let frames = 0, worst = 0, last = performance.now();
              const begun = last;
              const beat = now => {
                frames++;
                worst = Math.max(worst, now - last);
                last = now;
                now - begun < 10000 ? requestAnimationFrame(beat) : done([frames * 1000 / (now - begun), worst]);
              };
              requestAnimationFrame(beat);
            })""";

    @Test
    void every_page_stays_smooth_and_small() {
        try (ScriptedFeed feed = ScriptedFeed.start()) {
            // Given
            Page large = signedIn(1920, 1080, ColorScheme.LIGHT);
            large.addInitScript("""
                    const Real = window.EventSource;
                    window.EventSource = class extends Real {
                      constructor(url) { super(url === '/ops/events' ? '%s' : url); }
                    };""".formatted(feed.address()));
            large.route("**/ops/jobs?*", DashboardUnderLoad::waiting);
            CDPSession tools = large.context().newCDPSession(large);
            tools.send("Page.setBypassCSP", json("enabled", true));
            tools.send("Performance.enable");
            large.reload();
            seen(large.locator("h1"), "200 targets");

            for (String where : PAGES) {
                // When
                large.navigate(root + "#/" + where);
                long before = feed.told();
                List<?> frames = (List<?>) large.evaluate(FRAMES);
                long told = feed.told() - before;
                double heap = heap(tools);
                double megabytes = renderer();

                // Then
                double rate = ((Number) frames.get(0)).doubleValue();
                System.out.printf(
                        "LOAD %s: %.1f frames/s, longest pause %.0f ms, %.1f MB heap, %.0f MB process, %d events%n",
                        where, rate, ((Number) frames.get(1)).doubleValue(), heap, megabytes, told);
                assertThat(rate).as("frames a second of " + where).isGreaterThan(FEWEST_FRAMES);
                assertThat(megabytes).as("MB of " + where).isLessThan(MOST_MB);
            }
            large.context().close();
        }
    }

    /** What lives after a collection: scripts, their data and the page's elements. */
    private static double heap(CDPSession tools) {
        tools.send("HeapProfiler.collectGarbage");
        Map<String, Double> metrics = tools.send("Performance.getMetrics").getAsJsonArray("metrics").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .collect(Collectors.toMap(
                        each -> each.get("name").getAsString(),
                        each -> each.get("value").getAsDouble()));
        return metrics.get("JSHeapUsedSize") / 1_000_000;
    }

    /** What the page's process has for itself: the largest of the browser's that draw. */
    private static double renderer() {
        return ProcessHandle.current()
                        .descendants()
                        .map(process -> Path.of("/proc", Long.toString(process.pid())))
                        .filter(process -> text(process.resolve("cmdline")).contains("--type=renderer"))
                        .mapToLong(process -> text(process.resolve("smaps_rollup"))
                                .lines()
                                .filter(line -> line.startsWith("Private_"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .sum())
                        .max()
                        .orElseThrow()
                / 1_000.0;
    }

    /** Empty where the process has ended meanwhile. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** A hundred of the jobs that wait, as the gateway lists them. */
    private static void waiting(Route route) {
        String jobs = IntStream.range(0, 100).mapToObj("""
                        {"id":"job_%026d","tenant":"acme","type":"chat","status":"queued","model":"route-1","priority":5,\
                        "created_at":1790000000,"queue":{"position":1,"waiting_for":"slot","targets":[]},"attempts":[],"metadata":{}}"""::formatted).collect(Collectors.joining(","));
        route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody("{\"object\":\"list\",\"data\":[" + jobs + "],\"has_more\":true,\"last_id\":null}"));
    }

    private static JsonObject json(String name, boolean value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }
}
