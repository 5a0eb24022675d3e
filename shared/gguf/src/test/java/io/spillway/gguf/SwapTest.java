package io.spillway.gguf;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.memory.MemoryPlan;
import io.spillway.gguf.memory.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.gguf.Demo.call;
import static io.spillway.gguf.Demo.engine;
import static io.spillway.gguf.Demo.eventually;
import static io.spillway.gguf.Demo.saying;
import static io.spillway.gguf.Demo.target;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two models and memory for one. Two swaps here; a hundred by {@code -Dtest=SwapTest -Dspillway.swaps=100}, with
 * the figures in docs/benchmarks.md.
 */
class SwapTest {
    private static final int SWAPS = Integer.getInteger("spillway.swaps", 2);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final TargetName A = new TargetName("gguf/a");
    private static final TargetName B = new TargetName("gguf/b");

    @TempDir
    Path folder;

    private final AtomicReference<List<List<TargetName>>> waiting = new AtomicReference<>(List.of());
    private final List<CompletableFuture<Outcome>> calls = new ArrayList<>();

    @Test
    void aSwapUnderLoadFailsNoCall() {
        // Given
        try (GgufModels models = GgufModels.start(targets(), options())) {
            models.meet(waiting::get);
            eventually(() -> !models.slots().isEmpty());

            // When
            for (int swap = 0; swap < SWAPS; swap++) {
                TargetName here = models.slots().keySet().iterator().next();
                TargetName other = here.equals(A) ? B : A;
                load(models, here);
                waiting.set(List.of(List.of(other)));
                eventually(() -> models.slots().containsKey(other));
                waiting.set(List.of());
                tell(models, swap, here);
            }

            // Then
            assertThat(calls.stream().map(CompletableFuture::join).map(Outcome::word))
                    .hasSize(SWAPS * Demo.SLOTS)
                    .containsOnly("completed");
            assertThat(models.slots()).hasSize(1);
        }
    }

    /** Fills the slots with calls that outlast the order to leave; a last one comes when it has been withdrawn. */
    private void load(GgufModels models, TargetName target) {
        for (int slot = 0; slot < Demo.SLOTS; slot++) {
            calls.add(
                    CompletableFuture.supplyAsync(() -> models.call(talk(target), _ -> {}, new StopSignal()), VIRTUAL));
        }
    }

    private static ModelCall talk(TargetName target) {
        ModelCall call = call(saying("Tell me a story.", "\"max_tokens\": 200, \"temperature\": 1, \"seed\": 1"));
        return new ModelCall(call.job(), 1, call.type(), target, call.request(), true);
    }

    private void tell(GgufModels models, int swap, TargetName left) {
        Runtime java = Runtime.getRuntime();
        System.gc();
        System.out.println("swap=" + swap + " left=" + left + " state="
                + engine(models, left).state() + " heap_kb="
                + (java.totalMemory() - java.freeMemory()) / 1024 + " rss=" + ProcessMemory.ofThis() + " children="
                + ProcessHandle.current().children().count());
    }

    private static List<Target> targets() {
        Target.Gguf gguf =
                new Target.Gguf(new Target.Source.LocalFile(Demo.FILE), Optional.empty(), Demo.CONTEXT, Demo.SLOTS, 0);
        return List.of(target(A, gguf), target(B, gguf));
    }

    private GgufOptions options() {
        // One needs a good 260 MB, two do not fit.
        return Demo.options(folder)
                .with(new MemoryPlan(List.of(Place.machine(400L << 20)), true, Duration.ofMillis(1)));
    }
}
