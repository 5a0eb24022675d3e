package io.spillway.gpu;

import io.spillway.contract.cluster.EngineSettings;
import io.spillway.contract.cluster.EngineSettings.WithoutGpu;
import io.spillway.gguf.memory.MemoryPlan;
import io.spillway.gguf.memory.Place;
import io.spillway.gpu.device.Gpu;
import io.spillway.gpu.device.Gpus;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GpuMemoryTest {
    private static final Gpus TWO =
            new Gpus(List.of(new Gpu(0, "a", 24_000, 10_000), new Gpu(1, "b", 24_000, 4_000)), "");
    private static final Gpus NONE = new Gpus(List.of(), "there is none");

    @Test
    void eachGpuHasFourFifthsOfWhatIsFreeOnIt() {
        // When
        MemoryPlan plan = GpuMemory.of(TWO, settings(OptionalLong.empty(), WithoutGpu.NOT_READY))
                .orElseThrow();

        // Then
        assertThat(plan.places()).extracting(place -> place.bytes() >> 20).containsExactly(8_000L, 3_200L);
        assertThat(plan.onGpus()).isTrue();
        assertThat(plan.strict()).isFalse();
    }

    @Test
    void aBudgetIsForEachGpuAndNeverMoreThanItHas() {
        // When
        MemoryPlan plan = GpuMemory.of(TWO, settings(OptionalLong.of(6_000L << 20), WithoutGpu.NOT_READY))
                .orElseThrow();

        // Then
        assertThat(plan.places())
                .containsExactly(
                        new Place(OptionalInt.of(0), 6_000L << 20), new Place(OptionalInt.of(1), 4_000L << 20));
        assertThat(plan.strict()).isTrue();
    }

    @Test
    void withoutAGpuTheConfigurationDecides() {
        // Given
        OptionalLong budget = OptionalLong.of(1_000);

        // Then
        assertThat(GpuMemory.of(NONE, settings(budget, WithoutGpu.NOT_READY))).isEmpty();
        assertThat(GpuMemory.of(NONE, settings(budget, WithoutGpu.CPU)))
                .hasValueSatisfying(plan -> assertThat(plan.onGpus()).isFalse());
    }

    private static EngineSettings settings(OptionalLong budget, WithoutGpu withoutGpu) {
        return new EngineSettings(budget, Duration.ofSeconds(30), Long.MAX_VALUE, false, withoutGpu);
    }
}
