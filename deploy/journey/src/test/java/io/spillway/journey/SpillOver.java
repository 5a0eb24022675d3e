package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Routes over both pools: what one model cannot do now, the next one does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpillOver {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    abstract Cluster cluster();

    @Test
    void aBrokenProviderIsTriedTwiceThenTheNextAnswersUntilItIsWellAgain() {
        // Given
        cluster().models().always("broken", Reply.status(500));
        // When
        Seen spilled = run("broken_first");
        cluster().models().echo("broken");
        Seen back = run("broken_first");
        // Then
        assertThat(spilled)
                .isCompleted()
                .wasAnsweredBy("gguf/demo")
                .tookThePath("cloud/broken: transient", "cloud/broken: transient", "gguf/demo: completed");
        assertThat(back).isCompleted().tookThePath("cloud/broken: completed");
    }

    @Test
    void aHangingProviderIsLeftForTheNext() {
        // Given
        cluster().models().always("hanging", Reply.hang());
        // When
        Seen spilled = run("hanging_first");
        // Then
        assertThat(spilled)
                .isCompleted()
                .wasAnsweredBy("gguf/demo")
                .tookThePath("cloud/hanging: transient", "cloud/hanging: transient", "gguf/demo: completed");
    }

    @Test
    void aLimitedProviderIsLeftAtOnceAndComeBackToWhenItsTimeIsOver() {
        // Given
        cluster()
                .models()
                .script("limited", Script.sequence(Reply.status(429).header("Retry-After", "2"), Reply.text("back")));
        // When
        Seen spilled = run("limited_first");
        Seen passedOver = run("limited_first");
        // Then
        assertThat(spilled).isCompleted().tookThePath("cloud/limited: exhausted", "gguf/demo: completed");
        assertThat(passedOver).isCompleted().tookThePath("gguf/demo: completed");
        Awaitility.await("the first model answers again")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(run("limited_first")).wasAnsweredBy("cloud/limited"));
    }

    @Test
    void aJobWithNowhereElseToGoWaitsForTheResetAndCausesNoCallBefore() {
        // Given
        cluster()
                .models()
                .script(
                        "resting",
                        Script.sequence(Reply.status(429).header("Retry-After", "3"), Reply.text("at last")));
        Front front = cluster().front();
        String prompt = "patience " + UUID.randomUUID();
        // When
        String id = front.accepted(Ask.chat("cloud/resting", prompt));
        Seen waiting = Awaitility.await("the job waits")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> front.look(id), seen -> !seen.path().isEmpty());
        Seen ended = front.ended(id);
        // Then
        assertThat(waiting).waitsFor("exhausted").tookThePath("cloud/resting: exhausted");
        assertThat(waiting.body()
                        .path("queue")
                        .path("targets")
                        .path(0)
                        .path("kind")
                        .asText())
                .isEqualTo("rate_limited");
        assertThat(ended)
                .isCompleted()
                .hasText("at last")
                .tookThePath("cloud/resting: exhausted", "cloud/resting: completed");
        List<Visit> calls = cluster().models().calls(prompt);
        assertThat(calls).hasSize(2);
        assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aBusyModelIsWaitedForAWhileThenTheNextAnswersUntilItIsFreeAgain() {
        // Given
        Front front = cluster().front();
        assertThat(run("demo_first")).as("while it is free").wasAnsweredBy("gguf/demo");
        List<Ask> crowd = IntStream.range(0, 16)
                .mapToObj(n -> Ask.chat("gguf/demo", "Tell me a long story, number " + n)
                        .maxTokens(200))
                .toList();
        List<String> busy = Load.accepted(Load.of(front, 20).send(crowd));
        // When
        Seen spilled = run("demo_first");
        Load.of(front, 20).ended(busy);
        Seen back = run("demo_first");
        // Then
        assertThat(spilled).isCompleted().tookThePath("cloud/second: completed");
        assertThat(back).isCompleted().tookThePath("gguf/demo: completed");
    }

    private Seen run(String route) {
        Front front = cluster().front();
        return front.ended(
                front.accepted(
                        Ask.chat(route, "What is a river? " + UUID.randomUUID()).maxTokens(20)),
                LIMIT);
    }
}
