package io.spillway.gguf;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.gguf.Demo.ask;
import static io.spillway.gguf.Demo.call;
import static io.spillway.gguf.Demo.engine;
import static io.spillway.gguf.Demo.eventually;
import static io.spillway.gguf.Demo.saying;
import static io.spillway.gguf.Demo.target;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged model files beside a good one, in one worker. A sample of them here; all two hundred by {@code
 * -Dtest=HostileFilesTest -Dspillway.mutations=200}, with the figures in docs/benchmarks.md.
 */
class HostileFilesTest {
    private static final int ALL = Integer.getInteger("spillway.mutations", 20);
    private static final int AT_ONCE = 5;

    @TempDir
    Path folder;

    private final Map<String, Integer> ends = new TreeMap<>();

    @Test
    void aDamagedFileHurtsNobodyElse() throws IOException {
        // Given
        Mutations mutations = new Mutations(Files.readAllBytes(Demo.FILE));
        try (GgufModels good = Demo.ready(folder)) {
            long pid = engine(good, Demo.NAME).pid().orElseThrow();

            // When
            for (int first = 0; first < ALL; first += AT_ONCE) {
                batch(mutations, first);
            }

            // Then
            System.out.println("mutations=" + ALL + " ends=" + ends);
            assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ALL);
            assertThat(ends).containsKey("down");
            assertThat(engine(good, Demo.NAME).pid()).hasValue(pid);
            assertThat(ask(good, "Hello", "\"max_tokens\": 5, \"temperature\": 0"))
                    .isInstanceOf(Outcome.Completed.class);
        }
    }

    private void batch(Mutations mutations, int first) throws IOException {
        List<TargetName> names = new ArrayList<>();
        for (int number : IntStream.range(first, Math.min(ALL, first + AT_ONCE)).toArray()) {
            names.add(new TargetName("gguf/m" + number));
            Files.write(folder.resolve("m" + number + ".gguf"), mutations.number(number));
        }
        try (GgufModels models = GgufModels.start(
                names.stream()
                        .map(name -> target(name, folder.resolve(name.model() + ".gguf")))
                        .toList(),
                Demo.options(folder))) {
            for (TargetName name : names) {
                eventually(() -> settled(models, name));
                ends.merge(end(models, name), 1, Integer::sum);
            }
        }
    }

    private static boolean settled(GgufModels models, TargetName name) {
        String state = engine(models, name).state();
        return state.equals("down") || state.equals("ready");
    }

    /** How it ended: not loaded, with a reason, or with the outcome of a call. */
    private static String end(GgufModels models, TargetName name) {
        if (engine(models, name).state().equals("down")) {
            assertThat(engine(models, name).detail()).as(name.value()).contains("tried again at");
            return "down";
        }
        StopSignal stop = new StopSignal();
        CompletableFuture<Void> patience =
                CompletableFuture.runAsync(stop::stop, CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS));
        ModelCall request = call(saying("Hello", "\"max_tokens\": 3", "\"temperature\": 0"));
        Outcome outcome = models.call(
                new ModelCall(request.job(), 1, request.type(), name, request.request(), false), _ -> {}, stop);
        patience.cancel(false);
        return outcome.word();
    }
}
