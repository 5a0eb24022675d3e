package io.spillway.cloud;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Output;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TargetState;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import io.spillway.testing.provider.Visit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.cloud.GuideCluster.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The stories that the guides tell, each with the guide's own file; the servers are scripted. */
class GuidesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Reply BLANK = Reply.text(" \n ");

    @TempDir
    private Path artifacts;

    private final ScriptedProvider one = ScriptedProvider.start();
    private final ScriptedProvider other = ScriptedProvider.start();
    private final ScriptedProvider third = ScriptedProvider.start();

    @AfterEach
    void close() {
        List.of(one, other, third).forEach(ScriptedProvider::close);
    }

    @Test
    void aCascadeOfFiveModelsTriesEachTwiceAndLeavesWhatIsExhaustedAloneForFiveMinutes() {
        // Given
        Map<String, Reply> said = Map.of(
                "gemini-2.5-pro", error(429, "Resource has been exhausted", ""),
                "gemini-2.5-flash", error(500, "An internal error has occurred", ""),
                "gemini-2.5-flash-lite", error(429, "Resource has been exhausted", retryInfo("41s")),
                "gemini-2.0-flash", error(503, "The model is overloaded", ""));
        one.script(request -> said.getOrDefault(request.model(), Reply.text("the fifth")));
        Map<String, String> environment = Map.of("GEMINI_URL", one.baseUrl().toString(), "GEMINI_API_KEY", "k");
        try (GuideCluster cluster = GuideCluster.of("gemini-cascade", environment, artifacts)) {
            // When
            JobView first = cluster.chat("default", "hello");
            Instant ended = Instant.now();
            JobView second = cluster.chat("default", "again");
            // Then
            assertThat(text(first)).isEqualTo("the fifth");
            assertThat(path(first))
                    .containsExactly(
                            "gemini/gemini-2.5-pro: exhausted",
                            "gemini/gemini-2.5-flash: transient",
                            "gemini/gemini-2.5-flash: transient",
                            "gemini/gemini-2.5-flash-lite: exhausted",
                            "gemini/gemini-2.0-flash: exhausted",
                            "gemini/gemini-2.0-flash-lite: completed");
            assertThat(path(second))
                    .as("nobody asks the exhausted ones again")
                    .containsExactly(
                            "gemini/gemini-2.5-flash: transient",
                            "gemini/gemini-2.5-flash: transient",
                            "gemini/gemini-2.0-flash-lite: completed");
            List<Visit> flash = calls(one, "gemini-2.5-flash");
            assertThat(Duration.between(flash.get(0).at(), flash.get(1).at())).isGreaterThan(Duration.ofMillis(480));
            assertThat(out(cluster, "gemini/gemini-2.5-pro", ended))
                    .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
            assertThat(out(cluster, "gemini/gemini-2.0-flash", ended))
                    .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
            assertThat(out(cluster, "gemini/gemini-2.5-flash-lite", ended)).isLessThan(Duration.ofSeconds(42));
        }
    }

    @Test
    void lmStudioStepsInWhileOllamaIsNotWellAndStepsBack() {
        // Given: both are asked every second instead of every minute
        Map<String, String> environment = Map.of(
                "OLLAMA_URL", root(one),
                "LMSTUDIO_URL", other.baseUrl().toString(),
                "HEALTH_EVERY", "PT1S");
        try (GuideCluster cluster = GuideCluster.of("ollama-lmstudio", environment, artifacts)) {
            String ollama = "ollama/llama3.2:3b";
            // When
            JobView before = cluster.chat("default", "before");
            one.looked(Reply.status(503));
            await().atMost(SOON).until(() -> !cluster.state(ollama).available());
            JobView meanwhile = cluster.chat("default", "meanwhile");
            TargetState.Key key = cluster.state(ollama).keys().getFirst();
            one.well();
            await().atMost(SOON).until(() -> cluster.state(ollama).available());
            JobView after = cluster.chat("default", "after");
            // Then
            assertThat(path(before)).containsExactly(ollama + ": completed");
            assertThat(path(meanwhile)).containsExactly("lmstudio/qwen2.5-7b-instruct: completed");
            assertThat(key.kind()).contains(ExhaustionKind.UNHEALTHY);
            assertThat(path(after)).containsExactly(ollama + ": completed");
            assertThat(one.journal().calls()).hasSize(2);
        }
    }

    @Test
    void anAnswerIsNeverEmpty() {
        // Given
        Map<String, String> environment =
                Map.of("OPENAI_URL", one.baseUrl().toString(), "OPENAI_API_KEY", "k", "BACKUP_URL", root(other));
        other.answer("from the backup");
        try (GuideCluster cluster = GuideCluster.of("never-empty", environment, artifacts)) {
            // When
            JobView usual = cluster.chat("default", "hello");
            one.script(Script.always(BLANK));
            JobView blank = cluster.chat("default", "hello");
            one.script(Script.always(Reply.status(500)));
            JobView broken = cluster.chat("default", "hello");
            other.script(Script.always(BLANK));
            JobView nobody = cluster.chat("default", "hello");
            // Then
            assertThat(text(usual)).isEqualTo("You said: hello");
            assertThat(text(blank)).isEqualTo("from the backup");
            assertThat(path(blank)).containsExactly("openai/gpt-4.1-mini: empty", "backup/llama3.2:1b: completed");
            assertThat(text(broken)).isEqualTo("from the backup");
            assertThat(text(nobody)).isEqualTo("I cannot answer that just now. Please ask me again in a moment.");
            assertThat(output(nobody).degraded()).isTrue();
            assertThat(output(broken).degraded()).isFalse();
            assertThat(path(nobody))
                    .containsExactly(
                            "openai/gpt-4.1-mini: transient",
                            "openai/gpt-4.1-mini: transient",
                            "backup/llama3.2:1b: empty");
        }
    }

    @Test
    void storiesGoFromTheCloudToTheServerToThePhone() {
        // Given
        Map<String, String> environment = Map.of(
                "CLOUD_URL",
                one.baseUrl().toString(),
                "OPENAI_API_KEY",
                "k",
                "SERVER_URL",
                other.baseUrl().toString(),
                "PHONES",
                "127.0.0.0/8");
        try (GuideCluster cluster = GuideCluster.of("cloud-server-phone", environment, artifacts)) {
            cluster.register("phone", third.baseUrl());
            // When
            List<JobView> well = List.of(
                    cluster.chat("cloud_first", "a story"),
                    cluster.speech("cloud_first", "once upon a time"),
                    cluster.image("cloud_first", "a lighthouse"));
            one.script(request -> request.path().endsWith("/images/generations")
                    ? Reply.json(400, "{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"no\"}}")
                    : Reply.status(429).header("Retry-After", "600"));
            List<JobView> cloudless = List.of(
                    cluster.chat("cloud_first", "a story"),
                    cluster.speech("cloud_first", "once upon a time"),
                    cluster.image("cloud_first", "a lighthouse"));
            other.close();
            JobView alone = cluster.chat("cloud_first", "a story");
            JobView phoneFirst = cluster.chat("phone_first", "a story");
            // Then
            assertThat(well)
                    .extracting(GuidesTest::answeredBy)
                    .containsExactly("cloud/gpt-4.1-mini", "cloud/gpt-4o-mini-tts", "cloud/gpt-image-1");
            assertThat(cloudless.subList(0, 2))
                    .extracting(GuidesTest::answeredBy)
                    .containsExactly("server/qwen2.5-7b-instruct", "server/kokoro");
            assertThat(path(cloudless.get(2))).containsExactly("cloud/gpt-image-1: refused");
            assertThat(output(cloudless.get(2)).degraded()).isTrue();
            assertThat(output(cloudless.get(2)).artifacts().getFirst().contentType())
                    .isEqualTo("image/png");
            assertThat(path(alone))
                    .containsExactly("server/qwen2.5-7b-instruct: exhausted", "phone/gemma-2b: completed");
            assertThat(path(phoneFirst)).containsExactly("phone/gemma-2b: completed");
        }
    }

    private static String answeredBy(JobView view) {
        assertThat(view.attempts().getLast().outcome()).isEqualTo("completed");
        return view.attempts().getLast().target().value();
    }

    private static Duration out(GuideCluster cluster, String target, Instant since) {
        return Duration.between(since, cluster.state(target).until().orElseThrow());
    }

    private static List<Visit> calls(ScriptedProvider server, String model) {
        return server.journal().calls().stream()
                .filter(visit -> visit.request().model().equals(model))
                .toList();
    }

    private static Output output(JobView view) {
        return view.output().orElseThrow();
    }

    private static String text(JobView view) {
        return output(view).text();
    }

    private static String root(ScriptedProvider server) {
        return "http://127.0.0.1:" + server.port();
    }

    private static Reply error(int status, String message, String details) {
        return Reply.json(
                status,
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"X\",\"details\":[%s]}}"
                        .formatted(status, message, details));
    }

    private static String retryInfo(String delay) {
        return "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + delay + "\"}";
    }
}
