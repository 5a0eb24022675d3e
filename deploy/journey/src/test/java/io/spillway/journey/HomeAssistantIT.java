package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Seen;
import io.spillway.standalone.ClusterRun;
import io.spillway.standalone.layout.ClusterOptions;
import io.spillway.standalone.layout.PortWishes;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;

/** The guide's own file: two servers on another machine, and a small model on this one that answers when both are away. */
@Order(19)
class HomeAssistantIT {
    @Test
    void theSmallModelAnswersWhileTheBigMachineSleeps() throws IOException {
        // Given
        Cluster.closeCurrent();
        try (ScriptedProvider ollama = ScriptedProvider.start();
                ScriptedProvider webui = ScriptedProvider.start();
                ClusterRun run = ClusterRun.start(options(ollama, webui))) {
            Front front = new Front(run.url(), run.adminKey());
            // When
            Seen awake = done(front, "good morning");
            ollama.close();
            Seen half = done(front, "good evening");
            webui.script(Script.always(Reply.status(503)));
            Seen asleep = done(front, "good night");
            // Then
            assertThat(awake).isCompleted().wasAnsweredBy("ollama/qwen2.5:7b");
            assertThat(half).isCompleted().tookThePath("ollama/qwen2.5:7b: exhausted", "webui/qwen2.5-7b: completed");
            assertThat(asleep).isCompleted().wasAnsweredBy("gguf/small");
        }
    }

    private static Seen done(Front front, String prompt) {
        return front.ended(front.accepted(Ask.chat("default", prompt).maxTokens(20)));
    }

    private static ClusterOptions options(ScriptedProvider ollama, ScriptedProvider webui) {
        Path root = Cluster.root();
        return ClusterOptions.of(root, Cluster.freshFolder("home-assistant").resolve("home"))
                .config(root.resolve("docs/guides/home-assistant/spillway.yaml"))
                .ports(PortWishes.ANY_FREE)
                .workers(Map.of("local", 1, "cloud", 1, "gpu", 0))
                .environment(Map.of(
                        "OLLAMA_URL", "http://127.0.0.1:" + ollama.port(),
                        "WEBUI_URL", webui.baseUrl().toString(),
                        "SMALL_MODEL",
                                root.resolve("shared/gguf/demo-model/demo.gguf").toString()));
    }
}
