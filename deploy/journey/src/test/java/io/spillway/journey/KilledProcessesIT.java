package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
        // Given: a call that takes 20 s, a second one none; and a local worker with all hands full
        cluster.models()
                .script(
                        "slow",
                        Script.sequence(Reply.tokens(100, Duration.ofMillis(200)), Reply.text("finished by another")));
        Ask ask = Ask.chat("cloud/slow", "survive your worker").streamed();
        String id = front.accepted(ask);
        RunningProcess cloud = cluster.run().process(busyWorker("cloud"));
        Steady coming = stories("survive your local worker").awaitEnded(5);
        RunningProcess local = cluster.run().process("worker-local-1");
        ProcessMark engine = local.engines().getFirst().mark();
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
