package io.spillway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.journey.language.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/** The one command, from a shell: up, a look around, a question, down. */
@Order(20)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineIT {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final Path folder = Cluster.freshFolder("command-line");

    private Shell.Said spillway(Duration limit, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Cluster.root().resolve("spillway").toString()));
        command.addAll(List.of(arguments));
        return new Shell(
                        folder,
                        Map.of(
                                "JAVA_HOME", System.getProperty("java.home"),
                                "SPILLWAY_HOME", home().toString(),
                                "SPILLWAY_BUILD", "never",
                                "SPILLWAY_PORT", "0",
                                "SPILLWAY_MANAGEMENT_PORT", "0",
                                "SPILLWAY_KAFKA_PORT", "0",
                                "SPILLWAY_REDIS_PORT", "0"))
                .run(limit, command.toArray(String[]::new));
    }

    private Path home() {
        return folder.resolve("home");
    }

    @Test
    @Order(1)
    void upAnswersASampleQuestionAndTellsWhereEverythingIs() throws IOException {
        // When: it returns, so nothing in the background holds its output
        Cluster.closeCurrent();
        Shell.Said up = spillway(LONG, "up");
        // Then
        assertThat(up.code()).as(up.err()).isZero();
        String said = up.out() + up.err();
        assertThat(said).contains("answered").contains("gguf/demo completed").containsPattern("http://127.0.0.1:\\d+");
        assertThat(said).contains(Files.readString(home().resolve("admin.key")).strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve("admin.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    @Order(2)
    void upAgainIsHarmless() {
        // Given
        List<Long> before = pids(status());
        // When
        Shell.Said again = spillway(SHORT, "up");
        // Then
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(pids(status())).containsAll(before);
    }

    @Test
    @Order(3)
    void statusForMachinesHasTheShapeThatIsDocumented() {
        // When
        JsonNode status = status();
        // Then
        assertThat(status.path("url").asText()).startsWith("http://127.0.0.1:");
        assertThat(status.path("management_url").asText()).startsWith("http://127.0.0.1:");
        assertThat(status.path("admin_key").asText()).startsWith("sk-");
        List<String> names = new ArrayList<>();
        for (JsonNode process : status.path("processes")) {
            assertThat(process.path("pid").isIntegralNumber())
                    .as(process.toString())
                    .isTrue();
            boolean engine = process.path("name").asText().startsWith("engine-");
            assertThat(process.path("port").isIntegralNumber() || engine)
                    .as(process.toString())
                    .isTrue();
            assertThat(process.path("ready").asBoolean()).as(process.toString()).isTrue();
            assertThat(process.path("restarts").asInt(-1))
                    .as(process.toString())
                    .isZero();
            names.add(process.path("name").asText());
        }
        assertThat(names)
                .contains("kafka", "redis", "gateway", "worker-local-1")
                .anyMatch(name -> name.startsWith("engine-"));
    }

    @Test
    @Order(4)
    void aQuestionIsAnsweredWholeOrAsItComes() {
        // When
        Shell.Said whole = spillway(SHORT, "submit", "Tell me about rivers.");
        Shell.Said streamed = spillway(SHORT, "submit", "Tell me about tea.", "--stream", "--model", "gguf/demo");
        Shell.Said wrong = spillway(SHORT, "submit", "hello", "--model", "gguf/none");
        // Then
        assertThat(whole.code()).as(whole.err()).isZero();
        assertThat(whole.out().strip()).containsPattern("[A-Za-z]{2,} [A-Za-z]{2,}");
        assertThat(streamed.code()).as(streamed.err()).isZero();
        assertThat(streamed.out().strip()).containsPattern("[A-Za-z]{2,} [A-Za-z]{2,}");
        assertThat(wrong.code()).isNotZero();
        assertThat(wrong.err()).contains("gguf/none");
    }

    @Test
    @Order(5)
    void downLeavesNoProcessAndTheNextUpKnowsWhatWas() {
        // Given
        JsonNode status = status();
        Front front =
                new Front(status.path("url").asText(), status.path("admin_key").asText());
        List<Load.Sent> journal = Load.of(front, 20)
                .send(IntStream.range(0, 30)
                        .mapToObj(n -> Ask.chat("gguf/demo", "Tell me about the night " + n)
                                .maxTokens(200))
                        .toList());
        List<String> jobs = Load.accepted(journal);
        assertThat(jobs).hasSize(30);
        assertThat(front.look(jobs.getLast()).ended()).as("jobs wait").isFalse();
        // When
        long start = System.nanoTime();
        Shell.Said down = spillway(SHORT, "down");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        // Then
        assertThat(down.code()).as(down.err()).isZero();
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(pids(status)).noneMatch(CommandLineIT::lives);
        assertThat(markedProcesses()).isEmpty();
        assertThat(spillway(SHORT, "status", "--json").code()).isEqualTo(1);
        // When
        Shell.Said up = spillway(LONG, "up");
        // Then
        assertThat(up.code()).as(up.err()).isZero();
        JsonNode again = status();
        Front reopened =
                new Front(again.path("url").asText(), again.path("admin_key").asText());
        assertThat(Load.of(reopened, 20).ended(jobs))
                .allMatch(job -> job.status().equals("completed"));
    }

    @AfterAll
    void down() {
        spillway(SHORT, "down");
        Awaitility.await("no process is left")
                .atMost(SHORT)
                .until(() -> markedProcesses().isEmpty());
    }

    private JsonNode status() {
        Shell.Said said = spillway(SHORT, "status", "--json");
        assertThat(said.code()).as(said.err()).isZero();
        return Seen.of(said.out()).body();
    }

    private static List<Long> pids(JsonNode status) {
        List<Long> pids = new ArrayList<>();
        status.path("processes").forEach(process -> pids.add(process.path("pid").asLong()));
        return pids;
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Whatever runs with this home on its command line. */
    private List<String> markedProcesses() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(home().toString()))
                .toList();
    }
}
