package io.spillway.journey;

import io.restassured.path.json.JsonPath;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Event;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.journey.language.Steady;
import io.spillway.standalone.RunningProcess;
import io.spillway.standalone.supervise.EngineState;
import io.spillway.standalone.supervise.ProcessMark;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

/** Processes that are killed in the middle of their work. */
@Order(10)
class KilledProcessesIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();

    @AfterEach
    void whole() {
        cluster.run().awaitReady();
    }

    @Test
    void jobsOfKilledWorkersAreFinishedByOthers() {
        // Given: a local worker with all hands full; and a call that takes 20 s, a second one none
        Steady coming = stories("survive your local worker").awaitEnded(5);
        RunningProcess local = cluster.run().process("worker-local-1");
        ProcessMark engine = local.engines().getFirst().mark();
        cluster.models()
                .script(
                        "slow",
                        Script.sequence(Reply.tokens(100, Duration.ofMillis(200)), Reply.text("finished by another")));
        Ask ask = Ask.chat("cloud/slow", "survive your worker").streamed();
        Map<String, String> key = front.asking()
                .contentType("application/json")
                .body("{\"scopes\":[\"submit\",\"read\"]}")
                .post("/ops/tenants/default/keys")
                .jsonPath()
                .getMap("findAll { it.key != 'details' }");
        String id = new Front(front.url(), key.get("key")).accepted(ask);
        RunningProcess cloud = cluster.run().process(busyWorker("cloud"));
        long killed = System.nanoTime();
        // When
        cloud.kill();
        local.kill();
        // Then
        Awaitility.await("the engine of the killed worker ends")
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !engine.alive());
        report("killed workers: the engine ended", killed);
        Seen job = front.ended(id);
        report("killed workers: the cloud job ended", killed);
        assertThat(job)
                .isCompleted()
                .hasText("finished by another")
                .tookThePath("cloud/slow: lost", "cloud/slow: completed");
        List<Load.Sent> stories = coming.stop();
        Invariants.of(cluster, Map.of(id, ask)).hold(2);
        Invariants.of(cluster, stories).hold(0);
        report("killed workers: all local jobs had ended", killed);
        assertCompleted(stories);
        assertBilled(key.get("id"), ask);
    }

    /** The ledger has what the provider would charge for, the call that was lost with its worker included. */
    private void assertBilled(String key, Ask ask) {
        int calls = cluster.models().calls(ask.prompt()).size();
        assertThat(calls).isEqualTo(2);
        String row = "data.find { it.key == '" + key + "' }.";
        Awaitility.await("the ledger has come so far")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> front.asking()
                        .get("/ops/usage?by=key")
                        .then()
                        .statusCode(200)
                        .body(row + "calls", equalTo(calls))
                        .body(row + "completed", equalTo(1)));
        front.asking().get("/ops/usage/check").then().statusCode(200).body("differences", empty());
    }

    @Test
    void whatAKilledGatewayHasAcceptedIsDoneAndReadableAfterwards() {
        // Given
        cluster.models().always("slow", Reply.text("done").after(Duration.ofMillis(500)));
        List<Ask> asks = asks("cloud/slow", "survive your gateway", 40);
        List<Load.Sent> journal = Load.of(front, 20).send(asks);
        long killed = System.nanoTime();
        // When
        cluster.run().process("gateway").kill();
        Seen first = front.ended(Load.accepted(journal).getFirst());
        // Then
        report("a killed gateway: its first job was readable again", killed);
        assertThat(first).isCompleted();
        assertThat(Invariants.of(cluster, journal).hold(1).jobs()).isEqualTo(40);
    }

    @Test
    void aStreamGoesOnThroughAKilledGateway() {
        // Given
        cluster.models().always("slow", Reply.tokens(50, Duration.ofMillis(120)));
        String id = front.accepted(
                Ask.chat("cloud/slow", "survive in the middle of a word").streamed());
        List<Event> before = front.events(id, "", 6);
        // When
        cluster.run().process("gateway").kill();
        awaitAnswers("/v1/jobs/" + id);
        List<Event> after = front.events(id, before.getLast().id(), Integer.MAX_VALUE);
        // Then
        Seen job = front.ended(id);
        assertThat(job).isCompleted().tookThePath("cloud/slow: completed");
        assertThat(text(before)).isNotEmpty();
        assertThat(text(before) + text(after)).isEqualTo(job.text());
    }

    @Test
    void aBatchGoesOnAfterItsGatewayWasKilledAndNoLineIsPaidForTwice() {
        // Given
        cluster.models().always("slow", Reply.text("You said: {prompt}").after(Duration.ofSeconds(1)));
        String batch = batch(200);
        Awaitility.await("some lines are done and noted")
                .atMost(Duration.ofSeconds(60))
                .until(() -> counts(batch).getInt("request_counts.completed") > 0);
        // When
        cluster.run().process("gateway").kill();
        awaitAnswers("/v1/batches/" + batch);
        JsonPath ended = Awaitility.await("the batch is completed")
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(
                        () -> counts(batch),
                        seen -> String.valueOf(seen.getString("status")).equals("completed"));
        // Then
        assertThat(ended.getInt("request_counts.completed")).isEqualTo(200);
        assertThat(ended.getInt("request_counts.failed")).isZero();
        String output = front.asking()
                .get("/v1/files/" + ended.getString("output_file_id") + "/content")
                .asString();
        assertThat(output.lines().map(line -> JsonPath.from(line).getString("custom_id")))
                .hasSize(200)
                .doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 200).mapToObj(n -> cluster.models().calls("batch of a killed gateway " + n)))
                .allMatch(calls -> calls.size() == 1);
    }

    private String batch(int lines) {
        String text = IntStream.range(0, lines)
                .mapToObj(n -> "{\"custom_id\":\"%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}"
                        .formatted(
                                n,
                                Ask.chat("cloud/slow", "batch of a killed gateway " + n)
                                        .json()))
                .collect(Collectors.joining("\n"));
        String file = front.asking()
                .multiPart("file", "lines.jsonl", text.getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", "batch")
                .post("/v1/files")
                .jsonPath()
                .getString("id");
        return front.asking()
                .contentType("application/json")
                .body("{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"
                        .formatted(file))
                .post("/v1/batches")
                .jsonPath()
                .getString("id");
    }

    private JsonPath counts(String batch) {
        return front.asking().get("/v1/batches/" + batch).jsonPath();
    }

    private void awaitAnswers(String path) {
        Awaitility.await("the gateway answers again")
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> front.asking().get(path).statusCode() == 200);
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("token"))
                .map(Event::text)
                .collect(Collectors.joining());
    }

    @Test
    void theJobsOfAKilledEngineAreRunAgain() {
        // Given
        Steady coming = stories("survive your engine").awaitEnded(5);
        RunningProcess worker = cluster.run().process("worker-local-1");
        EngineState engine = worker.engines().getFirst();
        long pid = worker.pid();
        long killed = System.nanoTime();
        // When
        engine.mark().handle().orElseThrow().destroyForcibly();
        // Then
        List<Load.Sent> journal = coming.stop();
        Invariants.of(cluster, journal).hold(0);
        report("a killed engine: all its jobs had ended", killed);
        List<Seen> jobs = assertCompleted(journal);
        assertThat(jobs)
                .extracting(Seen::path)
                .as("somebody noticed")
                .anyMatch(path -> path.contains("gguf/demo: crashed"));
        assertThat(worker.pid()).as("the worker lives").isEqualTo(pid);
    }

    /** More than all hands can hold, for as long as it takes: a quick machine ends any fixed number too soon. */
    private Steady stories(String prompt) {
        return Steady.of(front, 20, n -> ask("gguf/demo", prompt, n));
    }

    private static List<Ask> asks(String model, String prompt, int count) {
        return IntStream.range(0, count).mapToObj(n -> ask(model, prompt, n)).toList();
    }

    private static Ask ask(String model, String prompt, int n) {
        return Ask.chat(model, prompt + " #" + n).maxTokens(300);
    }

    private List<Seen> assertCompleted(List<Load.Sent> journal) {
        List<Seen> jobs = Load.of(front, 20).each(Load.accepted(journal), front::look);
        assertThat(jobs).hasSize(journal.size());
        jobs.forEach(job -> assertThat(job).isCompleted());
        return jobs;
    }

    /** The name of a worker that says it is running something. */
    private String busyWorker(String kind) {
        return Objects.requireNonNull(Awaitility.await("a " + kind + " worker is busy")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> front.asking()
                                .get("/ops/workers")
                                .jsonPath()
                                .getString("data.find { it.kind == '" + kind + "' && it.busy > 0 }?.name"),
                        Objects::nonNull));
    }

    private static void report(String what, long since) {
        System.out.printf("journey: %s after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    }
}
