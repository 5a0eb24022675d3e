package io.spillway.gpu.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** A fake NVML, a real shared library that is called through the foreign function API. */
@EnabledOnOs(OS.LINUX)
class NvmlTest {
    @TempDir
    Path folder;

    @Test
    void theLibrarysGpusAreRead() throws Exception {
        // When
        Gpus gpus = Nvml.of(library());

        // Then
        assertThat(gpus)
                .isEqualTo(new Gpus(
                        List.of(
                                new Gpu(0, "Fake GPU 0", 24 << 10, 3 << 10),
                                new Gpu(1, "Fake GPU 1", 24 << 10, 20 << 10)),
                        ""));
        assertThat(Nvml.of(folder.resolve("libnvml.so"))).isEqualTo(gpus);
    }

    @Test
    void aLibraryThatSaysNoIsAReason() throws Exception {
        // When
        Gpus gpus = Nvml.of(library("-DINIT=9"));

        // Then
        assertThat(gpus).isEqualTo(new Gpus(List.of(), "NVML: nvmlInit_v2 answered 9"));
    }

    @Test
    void aLibraryWithoutAGpuIsAReason() throws Exception {
        // When
        Gpus gpus = Nvml.of(library("-DCOUNT=0"));

        // Then
        assertThat(gpus).isEqualTo(new Gpus(List.of(), "NVML: the driver knows no GPU"));
    }

    @Test
    void anOlderLibraryIsAReason() throws Exception {
        // When
        Gpus gpus = Nvml.of(library("-DWITHOUT_MEMORY"));

        // Then
        assertThat(gpus).isEqualTo(new Gpus(List.of(), "NVML: the library does not have nvmlDeviceGetMemoryInfo"));
    }

    @Test
    void noLibraryIsAReason() {
        // When
        Gpus gpus = Nvml.of(folder.resolve("none.so"));

        // Then
        assertThat(gpus.found()).isEmpty();
        assertThat(gpus.reason()).contains("none.so, so no NVIDIA driver");
    }

    private Path library(String... flags) throws IOException, InterruptedException {
        Path library = folder.resolve("libnvml.so");
        List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", library.toString()));
        command.addAll(List.of(flags));
        command.add(Path.of("src", "test", "c", "fake_nvml.c").toAbsolutePath().toString());
        Process gcc;
        try {
            gcc = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            return abort("there is no gcc here");
        }
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gcc.exitValue()).isZero();
        return library;
    }
}
