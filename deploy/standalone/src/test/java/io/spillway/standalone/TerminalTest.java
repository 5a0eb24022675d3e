package io.spillway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.standalone.FakeCheckout.Said;
import io.spillway.standalone.layout.Json;
import io.spillway.standalone.supervise.ClusterState;
import io.spillway.standalone.supervise.ProcessMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalTest {
    @TempDir
    Path folder;

    private FakeCheckout checkout;

    @BeforeEach
    void build() throws Exception {
        checkout = FakeCheckout.in(folder);
    }

    @AfterEach
    void endAll() {
        checkout.close();
    }

    @Test
    void upReturnsWithAnAnswerAndDownLeavesNothing() throws Exception {
        // Given a started cluster; reading its output to the end shows that nobody kept the descriptor
        Said up = checkout.up();
        String key = Files.readString(checkout.home().adminKey()).strip();
        assertUpSaysWhereEverythingIs(up, key);

        // When the commands of a day are run, then each does its part
        assertThat(checkout.up().out()).contains("already running", key);
        assertStatusHasItsShape(checkout.run("status", "--json"), key);
        assertThat(checkout.run("status").out()).contains("● ready", "worker-cloud-1", "engine-demo");
        Said answer = checkout.run("submit", "Tell me about rivers.");
        assertThat(answer.out().strip()).isEqualTo(FakeApp.ANSWER);
        assertThat(answer.err()).contains("openai/x exhausted → gguf/demo completed");
        assertThat(checkout.run("submit", "--stream", "And now slowly.").out().strip())
                .isEqualTo(FakeApp.ANSWER);
        assertThat(checkout.run("logs", "gateway").out()).contains("fake app is ready");

        // And after down nothing lives, the key is kept, and status says so
        List<ProcessMark> all = allMarks();
        Said down = checkout.run("down");
        assertThat(down.code()).isZero();
        assertThat(all).hasSize(6).noneMatch(ProcessMark::alive);
        Said status = checkout.run("status", "--json");
        assertThat(status.code()).isEqualTo(1);
        assertThat(Json.MAPPER.readTree(status.out()).path("processes")).isEmpty();
        assertThat(checkout.home().adminKey()).content().contains(key);
    }

    @Test
    void nothingSurvivesDownWhenTheSupervisorWasKilled() throws Exception {
        // Given a cluster whose supervisor was killed, and a worker too, whose engine lives on without it
        checkout.up();
        List<ProcessMark> all = allMarks();
        ClusterState state = ClusterState.read(checkout.home()).orElseThrow();
        state.supervisor().handle().orElseThrow().destroyForcibly();
        Eventually.that("the supervisor is gone", () -> !state.supervisor().alive());
        state.process("worker-local-1")
                .orElseThrow()
                .mark()
                .handle()
                .orElseThrow()
                .destroyForcibly();

        // When
        Said down = checkout.run("down");

        // Then
        assertThat(down.code()).isZero();
        assertThat(all).hasSize(6).noneMatch(ProcessMark::alive);
    }

    @Test
    void upAfterACrashEndsTheLeftoversFirst() throws Exception {
        // Given
        checkout.up();
        List<ProcessMark> old = allMarks();
        ClusterState state = ClusterState.read(checkout.home()).orElseThrow();
        state.supervisor().handle().orElseThrow().destroyForcibly();
        Eventually.that("the supervisor is gone", () -> !state.supervisor().alive());

        // When
        Said up = checkout.up();

        // Then
        assertThat(up.code()).isZero();
        assertThat(up.out()).contains("left behind");
        assertThat(old).noneMatch(ProcessMark::alive);
    }

    @Test
    void commandsForACluserThatDoesNotRunSayWhatToDo() throws Exception {
        // When
        Said said = checkout.run("submit", "Anyone there?");

        // Then
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).hasSize(3).last().asString().contains("./spillway up");
    }

    private void assertUpSaysWhereEverythingIs(Said up, String key) throws Exception {
        assertThat(up.code()).as(up.out() + up.err()).isZero();
        assertThat(up.out()).contains("✓ gateway", "✓ worker-local-1", "✓ worker-cloud-1");
        assertThat(up.out()).contains(FakeApp.ANSWER, "openai/x exhausted → gguf/demo completed", key);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(checkout.home().adminKey())))
                .isEqualTo("rw-------");
        assertThat(checkout.home().state()).content().doesNotContain(key);
    }

    private static void assertStatusHasItsShape(Said status, String key) throws Exception {
        JsonNode json = Json.MAPPER.readTree(status.out());
        assertThat(json.path("url").asText()).startsWith("http://127.0.0.1:");
        assertThat(json.path("management_url").asText()).startsWith("http://127.0.0.1:");
        assertThat(json.path("admin_key").asText()).isEqualTo(key);
        assertThat(json.path("processes")).hasSize(5);
        for (JsonNode process : json.path("processes")) {
            assertThat(process.fieldNames()).toIterable().containsExactly("name", "pid", "port", "ready", "restarts");
            assertThat(process.path("ready").asBoolean()).isTrue();
        }
        assertThat(json.path("processes").findValuesAsText("name"))
                .containsExactly("gateway", "worker-cloud-1", "engine-demo", "worker-local-1", "engine-demo");
    }

    private List<ProcessMark> allMarks() {
        Eventually.that(
                "the engines are known",
                () -> ClusterState.read(checkout.home()).orElseThrow().processes().stream()
                                .mapToInt(process -> process.engines().size())
                                .sum()
                        == 2);
        ClusterState state = ClusterState.read(checkout.home()).orElseThrow();
        List<ProcessMark> marks = new ArrayList<>(List.of(state.supervisor()));
        state.processes().forEach(process -> {
            marks.add(process.mark());
            process.engines().forEach(engine -> marks.add(engine.mark()));
        });
        return marks;
    }
}
