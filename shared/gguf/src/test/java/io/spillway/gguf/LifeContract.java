package io.spillway.gguf;

import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.gguf.supervision.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.gguf.Demo.ask;
import static io.spillway.gguf.Demo.call;
import static io.spillway.gguf.Demo.eventually;
import static io.spillway.gguf.Demo.saying;
import static org.assertj.core.api.Assertions.assertThat;

/** How any engine lives and dies. */
abstract class LifeContract {
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final String ENDLESS = "\"temperature\": 2, \"top_p\": 1, \"frequency_penalty\": 2";

    @TempDir
    Path folder;

    /** What runs the model. */
    abstract Target.Engine engine();

    @Test
    void aKilledEngineCrashesItsCallsAndHeals() {
        try (GgufModels models = Demo.ready(Demo.options(folder), engine())) {
            // Given
            CompletableFuture<Outcome> call = talking(models);
            long pid = Demo.engine(models, Demo.NAME).pid().orElseThrow();

            // When
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            // Then
            assertThat(call.join()).isEqualTo(new Outcome.Crashed("the engine of gguf/demo ended by signal 9"));
            eventually(() -> models.slots().containsKey(Demo.NAME));
            assertThat(ask(models, "Hello", "\"temperature\": 0, \"max_tokens\": 20"))
                    .isInstanceOf(Outcome.Completed.class);
            assertThat(Demo.engine(models, Demo.NAME).restarts()).isEqualTo(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anEngineThatHangsIsReplaced() throws IOException {
        // Given
        Pace impatient =
                new Pace(Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofMillis(20), Duration.ofSeconds(1));
        try (GgufModels models = Demo.ready(Demo.options(folder, impatient), engine())) {
            CompletableFuture<Outcome> call = talking(models);
            String pid = Long.toString(Demo.engine(models, Demo.NAME).pid().orElseThrow());

            // When
            new ProcessBuilder("kill", "-STOP", pid).start();

            // Then
            assertThat(call.join())
                    .isEqualTo(
                            new Outcome.Crashed("the engine of gguf/demo gave no sign of life for 3 s and was killed"));
            eventually(() -> models.slots().containsKey(Demo.NAME));
        }
    }

    @Test
    void closingInterruptsCallsAndEndsTheProcess() {
        // Given
        GgufModels models = Demo.ready(Demo.options(folder), engine());
        CompletableFuture<Outcome> call = talking(models);
        ProcessHandle process = ProcessHandle.of(
                        Demo.engine(models, Demo.NAME).pid().orElseThrow())
                .orElseThrow();

        // When
        models.close();

        // Then
        assertThat(call.join()).isInstanceOf(Outcome.Interrupted.class);
        assertThat(process.isAlive()).isFalse();
        assertThat(models.slots()).isEmpty();
        assertThat(ask(models, "Hello")).isInstanceOf(Outcome.Transient.class);
    }

    @Test
    void anEngineEndsWithItsWorker() throws IOException {
        // Given
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerForTests.class.getName(),
                        folder.toString(),
                        engine() instanceof Target.Engine.LlamaServer(String command) ? command : "")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = worker.inputReader(StandardCharsets.UTF_8);
        ProcessHandle engine =
                ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();

        // When
        worker.destroyForcibly();

        // Then
        eventually(() -> !engine.isAlive());
    }

    @Test
    void aModelThatIsTooNewSaysWhatCanServeIt() throws IOException {
        // Given: "llama" as the architecture becomes one of the same length that nobody has heard of
        String bytes = Files.readString(Demo.FILE, StandardCharsets.ISO_8859_1)
                .replaceFirst("(?s)(general.architecture.{12})llama", "$1llamb");
        Path file = Files.writeString(folder.resolve("new.gguf"), bytes, StandardCharsets.ISO_8859_1);

        // When
        try (GgufModels models =
                GgufModels.start(List.of(Demo.target(Demo.NAME, file, engine())), Demo.options(folder))) {

            // Then
            eventually(() -> Demo.engine(models, Demo.NAME).state().equals("down"));
            assertThat(Demo.engine(models, Demo.NAME).detail())
                    .contains("unknown model architecture: 'llamb'")
                    .contains("the model is newer than")
                    .contains("Ollama or vLLM");
        }
    }

    /** A call that has said something and goes on. */
    private static CompletableFuture<Outcome> talking(GgufModels models) {
        CountDownLatch talks = new CountDownLatch(1);
        CompletableFuture<Outcome> call = CompletableFuture.supplyAsync(
                () -> models.call(call(saying("Go on for ever.", ENDLESS)), _ -> talks.countDown(), new StopSignal()),
                VIRTUAL);
        eventually(() -> talks.getCount() == 0);
        return call;
    }

    /** A worker that does nothing but keep an engine, and says its process id. */
    static final class WorkerForTests {
        private WorkerForTests() {}

        public static void main(String[] arguments) throws InterruptedException {
            Target.Engine chosen =
                    arguments[1].isEmpty() ? new Target.Engine.Binding() : new Target.Engine.LlamaServer(arguments[1]);
            GgufModels models = Demo.ready(Demo.options(Path.of(arguments[0])), chosen);
            System.out.println(Demo.engine(models, Demo.NAME).pid().orElseThrow());
            Thread.currentThread().join();
        }
    }
}
