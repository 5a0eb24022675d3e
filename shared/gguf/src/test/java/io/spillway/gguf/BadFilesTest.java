package io.spillway.gguf;

import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.gguf.Demo.ask;
import static io.spillway.gguf.Demo.engine;
import static io.spillway.gguf.Demo.eventually;
import static io.spillway.gguf.Demo.target;
import static org.assertj.core.api.Assertions.assertThat;

class BadFilesTest {
    private static final TargetName MISSING = new TargetName("gguf/missing");
    private static final TargetName NOISE = new TargetName("gguf/noise");
    private static final TargetName NOISY_HEAD = new TargetName("gguf/noisy-head");
    private static final TargetName CUT_HEAD = new TargetName("gguf/cut-head");
    private static final TargetName CUT = new TargetName("gguf/cut");

    @TempDir
    Path folder;

    @Test
    void aBadFileFailsItsModelOnlyAndSaysWhy() throws IOException {
        // Given
        byte[] good = Files.readAllBytes(Demo.FILE);
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        byte[] noisyHead = noise.clone();
        System.arraycopy(good, 0, noisyHead, 0, 8);

        // When
        try (GgufModels models = GgufModels.start(
                List.of(
                        target(MISSING, folder.resolve("missing.gguf")),
                        target(NOISE, write("noise.gguf", noise)),
                        target(NOISY_HEAD, write("noisy-head.gguf", noisyHead)),
                        target(CUT_HEAD, write("cut-head.gguf", Arrays.copyOf(good, 2000))),
                        target(CUT, write("cut.gguf", Arrays.copyOf(good, good.length / 2))),
                        target(Demo.NAME, Demo.FILE)),
                Demo.options(folder))) {

            // Then
            Stream.of(MISSING, NOISE, NOISY_HEAD, CUT_HEAD, CUT)
                    .forEach(name ->
                            eventually(() -> engine(models, name).state().equals("down")));
            eventually(() -> models.slots().containsKey(Demo.NAME));
            assertThat(models.slots()).containsOnlyKeys(Demo.NAME);
            assertThat(engine(models, MISSING).detail()).startsWith("there is no file");
            assertThat(engine(models, NOISE).detail()).contains("is no GGUF file");
            assertThat(engine(models, NOISY_HEAD).detail())
                    .contains("says to have")
                    .contains("tried again at");
            assertThat(engine(models, CUT_HEAD).detail()).contains("truncated");
            assertThat(engine(models, CUT).detail()).contains("not within the file bounds");
            assertThat(ask(models, "Hello", "\"max_tokens\": 5, \"temperature\": 0"))
                    .isInstanceOf(Outcome.Completed.class);
        }
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
