package io.spillway.gguf.memory;

import io.spillway.contract.cluster.GgufTuning;
import io.spillway.contract.cluster.Preset;
import io.spillway.contract.cluster.Target.Engine;
import io.spillway.contract.cluster.Target.Gguf;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BestThatFitsTest {
    private static final Gguf AUTO = gguf("mistral-7b-instruct", "llama-3.2-3b-instruct", "qwen2.5-0.5b-instruct");

    @ParameterizedTest
    @CsvSource({
        "16, mistral-7b-instruct",
        "4, llama-3.2-3b-instruct",
        "2, qwen2.5-0.5b-instruct",
        "0, qwen2.5-0.5b-instruct"
    })
    void theFirstThatFitsIsTaken(long gigabytes, String name) {
        // Given
        Preset preset = Preset.named(name).orElseThrow();

        // When
        Gguf chosen = BestThatFits.of(AUTO, gigabytes << 30);

        // Then
        assertThat(chosen.source()).isEqualTo(preset.source());
        assertThat(chosen.tuning().format()).contains(preset.format());
    }

    @Test
    void aMachineHasSomeMemoryFree() {
        assertThat(FreeMemory.bytes()).isGreaterThan(1 << 20);
    }

    private static Gguf gguf(String... names) {
        List<Preset> presets = List.of(names).stream()
                .map(name -> Preset.named(name).orElseThrow())
                .toList();
        return new Gguf(
                presets.getLast().source(),
                Optional.empty(),
                2048,
                2,
                0,
                GgufTuning.DEFAULT,
                presets,
                new Engine.Binding());
    }
}
