package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Event;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.standalone.RunningProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** A job that kills engines is found out, given up on, and harms nobody else. */
@Order(13)
class DeadLettersIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String PROMPT = "Tell me a story about a fox who kills engines.";

    private static final List<String> CRASHED_TWICE = List.of("gguf/demo: crashed", "gguf/demo: crashed");

    private static final Set<String> ENDS = Set.of("completed", "failed", "expired", "cancelled");

    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();

    @Test
    void aJobThatKillsItsEngineTwiceGoesToTheDeadLettersAndTheOthersComplete() {
        // Given: it is as if one prompt killed engines; the test does it whenever that job runs
        RunningProcess worker = cluster.run().process("worker-local-1");
        long pid = worker.pid();
        // When: a quick engine may have answered before it is killed; then once more, with others beside it
        Round round = Awaitility.await("one has killed two engines")
                .atMost(SOON.multipliedBy(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> round(worker), seen -> seen.poison().path().equals(CRASHED_TWICE));
        Seen given = round.poison();
        List<String> others = round.others();
        String poison = given.id();

        // Then
        assertThat(given).hasStatus("failed");
        assertThat(given.path()).isEqualTo(CRASHED_TWICE);
        others.forEach(other -> assertThat(front.ended(other)).isCompleted());
        assertThat(worker.pid()).as("the worker lives").isEqualTo(pid);
        Awaitility.await("the letter is there").atMost(SOON).until(() -> letterCode(poison) == 200);
        cluster.flushRedis();
        String letter = front.asking().get("/ops/dead-letters/{id}", poison).asString();
        assertThat(letter).contains("engine_crashed", PROMPT, "gguf/demo");
        others.forEach(other -> assertThat(letterCode(other)).isEqualTo(404));

        // When
        String again = Awaitility.await("the door is open again")
                .atMost(SOON)
                .until(
                        () -> front.asking().post("/ops/dead-letters/{id}/replay", poison),
                        answer -> answer.statusCode() == 202)
                .path("id");

        // Then
        assertThat(front.ended(again)).isCompleted();
    }

    /** What came of a poison, and those that ran beside it. */
    private record Round(Seen poison, List<String> others) {}

    /** If the kill came too late it may have hit another job, which then counts as little as its round. */
    private Round round(RunningProcess worker) {
        // Redis may still be recovering from the journey before: then the door is told again
        List<String> others = Load.accepted(Load.insisting(front, 3)
                .send(IntStream.range(0, 3)
                        .mapToObj(n ->
                                Ask.chat("gguf/demo", "a harmless story #" + n).maxTokens(300))
                        .toList()));
        Seen poison = endedUnderKills(worker, Ask.chat("gguf/demo", PROMPT).maxTokens(1_900));
        others.forEach(front::ended);
        return new Round(poison, others);
    }

    /** Kills the engine at the first token of each attempt, so that it surely dies in the call. */
    private Seen endedUnderKills(RunningProcess worker, Ask ask) {
        String id = front.accepted(ask.streamed());
        String after = "";
        boolean begins = true;
        while (true) {
            Event event = front.events(id, after, 1).getFirst();
            after = event.id();
            if (event.name().equals("token") && begins) {
                kill(worker);
                begins = false;
            } else if (event.name().equals("restarted")) {
                begins = true;
            } else if (ENDS.contains(event.name())) {
                return front.look(id);
            }
        }
    }

    private static void kill(RunningProcess worker) {
        worker.engines().stream()
                .flatMap(engine -> engine.mark().handle().stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private int letterCode(String id) {
        return front.asking().get("/ops/dead-letters/{id}", id).statusCode();
    }
}
