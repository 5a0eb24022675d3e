package io.spillway.gpu.device;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@DisabledOnOs(OS.WINDOWS)
class NvidiaSmiTest {
    @Test
    void itsTableIsRead() {
        // When
        Gpus gpus = NvidiaSmi.gpus(
                List.of("printf", "0, NVIDIA H200, 143771, 143000\\n1, NVIDIA L4, 23034, 512\\nnonsense\\n"));

        // Then
        assertThat(gpus)
                .isEqualTo(new Gpus(
                        List.of(new Gpu(0, "NVIDIA H200", 143771, 143000), new Gpu(1, "NVIDIA L4", 23034, 512)), ""));
    }

    @Test
    void whyThereIsNoneIsSaid() {
        assertThat(NvidiaSmi.gpus(List.of("no-such-nvidia-smi")).reason()).isEqualTo("there is no nvidia-smi");
        assertThat(NvidiaSmi.gpus(List.of("false")).reason())
                .isEqualTo("nvidia-smi ended with status 1 and named no GPU");
    }
}
