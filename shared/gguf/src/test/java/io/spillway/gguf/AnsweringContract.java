package io.spillway.gguf;

import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Outcome.Completed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.gguf.Demo.ask;
import static io.spillway.gguf.Demo.call;
import static io.spillway.gguf.Demo.eventually;
import static io.spillway.gguf.Demo.saying;
import static org.assertj.core.api.Assertions.assertThat;

/** How any engine answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnsweringContract {
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    /** Keeps the toy talking: only the end of its tokens ends it. */
    private static final String ENDLESS = "\"temperature\": 2, \"top_p\": 1, \"frequency_penalty\": 2";

    private GgufModels models;

    /** What runs the model. */
    abstract Target.Engine engine();

    @BeforeAll
    void start(@TempDir Path folder) {
        models = Demo.ready(Demo.options(folder), engine());
    }

    @AfterAll
    void stop() {
        models.close();
    }

    @Test
    void answersInReadableText() {
        // When
        Outcome outcome = ask(models, "Hello, who are you?", "\"temperature\": 0, \"max_tokens\": 60");

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.output().text()).containsPattern("[A-Za-z]{3,} [a-z]+");
            assertThat(completed.usage().inputTokens()).isBetween(10L, 40L);
            assertThat(completed.usage().outputTokens()).isBetween(1L, 60L);
        });
    }

    @Test
    void eightCallsOverFourSlotsAllEnd() {
        // When
        List<CompletableFuture<Outcome>> calls = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> ask(models, "Tell me something about number " + i, "\"max_tokens\": 40"), VIRTUAL))
                .toList();

        // Then
        assertThat(calls.stream().map(CompletableFuture::join))
                .hasSize(8)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Completed.class));
    }

    @Test
    void theSameSeedGivesTheSameText() {
        // Given
        String[] fields = {"\"seed\": 7, \"temperature\": 1, \"max_tokens\": 40"};

        // When
        Outcome first = ask(models, "Tell me a story.", fields);
        Outcome second = ask(models, "Tell me a story.", fields);

        // Then
        assertThat(first).isInstanceOf(Completed.class).isEqualTo(second);
    }

    @Test
    void temperatureZeroGivesTheSameText() {
        // Given
        String[] fields = {"\"temperature\": 0, \"max_tokens\": 40"};

        // When
        Outcome first = ask(models, "What is the sea?", fields);
        Outcome second = ask(models, "What is the sea?", fields);

        // Then
        assertThat(first).isInstanceOf(Completed.class).isEqualTo(second);
    }

    @Test
    void reachingMaxTokensIsLength() {
        // When
        Outcome outcome = ask(models, "Tell me a story.", "\"max_tokens\": 3", "\"temperature\": 0");

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.output().body().path("finish_reason").asText()).isEqualTo("length");
            assertThat(completed.usage().outputTokens()).isEqualTo(3);
        });
    }

    @Test
    void aStopStringEndsTheAnswerBeforeIt() {
        // Given
        String whole = text(ask(models, "Tell me a story.", "\"temperature\": 0, \"max_tokens\": 40"));
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 4);

        // When
        Outcome outcome = ask(
                models,
                "Tell me a story.",
                "\"temperature\": 0, \"max_tokens\": 40",
                "\"stop\": [\"zzzz\", \"" + stop.replace("\n", "\\n").replace("\"", "\\\"") + "\"]");

        // Then
        assertThat(text(outcome)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(((Completed) outcome).output().body().path("finish_reason").asText())
                .isEqualTo("stop");
    }

    @Test
    void whatIsStreamedIsTheAnswerWithWholeCharacters() {
        for (int seed = 1; seed <= 5; seed++) {
            // Given
            StringBuilder streamed = new StringBuilder();
            String question = "Grüße aus Köln, 日本 und 😀!";

            // When
            Outcome outcome = models.call(
                    call(saying(question, ENDLESS, "\"max_tokens\": 120, \"seed\": " + seed)),
                    piece -> {
                        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(piece))
                                .isTrue();
                        streamed.append(piece);
                    },
                    new StopSignal());

            // Then
            assertThat(text(outcome)).isEqualTo(streamed.toString());
        }
    }

    @Test
    void aPromptThatIsTooLongIsRefused() {
        // When
        Outcome outcome = ask(models, "word ".repeat(Demo.CONTEXT));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail())
                                .matches("the prompt has \\d+ tokens, the context of gguf/demo holds 512"));
    }

    @Test
    void maxTokensAreCutToWhatFitsTheContext() {
        // When
        Outcome outcome = ask(models, "word ".repeat(Demo.CONTEXT / 2), ENDLESS, "\"max_tokens\": 100000");

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> assertThat(completed.usage().inputTokens()
                                        + completed.usage().outputTokens())
                                .isLessThanOrEqualTo(Demo.CONTEXT));
    }

    @Test
    void aStoppedCallEndsWithinASecondAndFreesItsSlot() {
        // Given
        StopSignal stop = new StopSignal();
        CountDownLatch talking = new CountDownLatch(Demo.SLOTS);
        List<CompletableFuture<Outcome>> calls = IntStream.range(0, Demo.SLOTS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> models.call(
                                call(saying("Go on for ever.", ENDLESS)), new FirstPiece(talking)::hear, stop),
                        VIRTUAL))
                .toList();
        eventually(() -> talking.getCount() == 0);

        // When
        long begun = System.nanoTime();
        stop.stop();

        // Then
        assertThat(calls.stream().map(CompletableFuture::join))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Cancelled.class));
        assertThat(ask(models, "Hello", "\"max_tokens\": 1, \"seed\": 1")).isNotInstanceOf(Outcome.Transient.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void theStatusNamesTheProcess() {
        // When
        var engine = Demo.engine(models, Demo.NAME);

        // Then
        assertThat(engine.name()).isEqualTo("engine-demo");
        assertThat(engine.state()).isEqualTo("ready");
        assertThat(engine.residentBytes().orElse(1)).isPositive();
        assertThat(ProcessHandle.of(engine.pid().orElseThrow()))
                .hasValueSatisfying(process -> assertThat(process.info().arguments())
                        .hasValueSatisfying(arguments -> assertThat(arguments).contains(argument())));
    }

    /** Something by which its process is known. */
    abstract String argument();

    private static String text(Outcome outcome) {
        AtomicReference<String> text = new AtomicReference<>();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> text.set(completed.output().text()));
        return text.get();
    }

    /** Counts down at the first piece of one call. */
    private static final class FirstPiece {
        private final CountDownLatch latch;
        private boolean heard;

        FirstPiece(CountDownLatch latch) {
            this.latch = latch;
        }

        void hear(String piece) {
            if (!heard) {
                heard = true;
                latch.countDown();
            }
        }
    }
}
