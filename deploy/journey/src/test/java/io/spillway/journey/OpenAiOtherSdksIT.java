package io.spillway.journey;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Sdk;
import io.spillway.journey.language.Shell;
import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenAI's SDKs for Node and Python, installed from their registries. Where a language or its registry is away the test
 * is skipped, and says why.
 */
@Order(6)
class OpenAiOtherSdksIT {
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final String[] STEPS = {
        "ok models",
        "ok chat",
        "ok stream",
        "ok tools",
        "ok responses",
        "ok response events",
        "ok background",
        "ok mistakes",
        "ok too late",
        "ok hung up",
        "ok embeddings",
        "ok speech",
        "ok images",
        "ok files",
        "ok batches",
        "ok webhooks"
    };

    private final Cluster cluster = Cluster.calm();

    @Test
    void node() {
        everythingWorks("node", "sdk.mjs", "npm install --no-audit --no-fund --silent openai@6.49.0", "node sdk.mjs");
    }

    @Test
    void python() {
        everythingWorks(
                "python",
                "sdk.py",
                "python3 -m venv . && bin/pip install --quiet --disable-pip-version-check openai==3.52.0",
                "bin/python sdk.py");
    }

    private void everythingWorks(String language, String script, String install, String run) {
        // Given
        Path folder = folder(language, script);
        Shell shell = new Shell(
                folder,
                Map.of(
                        "SPILLWAY_URL", cluster.front().url(),
                        "SPILLWAY_KEY", cluster.front().key()));
        Shell.Said installed = shell.run(LONG, "bash", "-c", install);
        Assumptions.assumeTrue(
                installed.code() == 0,
                () -> "SKIPPED: OpenAI's SDK for " + language + " cannot be installed here: " + installed.err());
        cluster.models().script("sdk", OpenAiOtherSdksIT::answer);
        // When
        Shell.Said said = shell.run(LONG, "bash", "-c", run);
        // Then
        assertThat(said.code()).as("%s%n%s", said.out(), said.err()).isZero();
        assertThat(said.out().lines()).containsExactly(STEPS);
        assertThat(cluster.models().calls(language + " late")).hasSize(1);
        assertThat(Sdk.awaitFate(cluster, language + " gone: hang", 1, Visit.Fate.LEFT))
                .isTrue();
    }

    private static Reply answer(Received request) {
        if (request.prompt().endsWith("hang")) {
            return Reply.hang();
        }
        if (request.prompt().endsWith("late")) {
            return Reply.text("at last").after(Duration.ofSeconds(4));
        }
        return request.prompt().equals("call a tool")
                ? Reply.message(toolCall(), "tool_calls")
                : Reply.text("You said: {prompt}");
    }

    private static ObjectNode toolCall() {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        ObjectNode call = message.putNull("content").putArray("tool_calls").addObject();
        call.put("id", "call_1").put("type", "function").put("index", 0);
        call.putObject("function").put("name", "weather").put("arguments", "{\"city\":\"Ulm\"}");
        return message;
    }

    private static Path folder(String language, String script) {
        Path sources = Cluster.root().resolve("deploy/journey/src/test/sdk");
        try {
            Path folder = Files.createDirectories(
                    Cluster.root().resolve("deploy/journey/target/sdk").resolve(language));
            Files.copy(sources.resolve(script), folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
