package io.spillway.gguf;

import io.spillway.contract.cluster.Target;
import io.spillway.gguf.server.TestServers;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.spillway.gguf.Demo.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** llama-server. */
class ServerLifeTest extends LifeContract {
    @Override
    Target.Engine engine() {
        return TestServers.engine();
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        // Given
        Target.Engine missing = new Target.Engine.LlamaServer("no-such-llama-server");

        // When
        try (GgufModels models =
                GgufModels.start(List.of(Demo.target(Demo.NAME, Demo.FILE, missing)), Demo.options(folder))) {

            // Then
            eventually(() -> Demo.engine(models, Demo.NAME).state().equals("down"));
            assertThat(Demo.engine(models, Demo.NAME).detail())
                    .startsWith(
                            "there is no llama-server at 'no-such-llama-server': install it, or name it by engine-path");
        }
    }

    @Test
    void aServerThatEndsAtOnceSaysWhy() throws Exception {
        // Given
        var script = folder.resolve("llama-server");
        Files.writeString(script, "#!/bin/sh\necho 'error: unknown argument: --jinja'\nexit 1\n");
        script.toFile().setExecutable(true);

        // When
        try (GgufModels models = GgufModels.start(
                List.of(Demo.target(Demo.NAME, Demo.FILE, new Target.Engine.LlamaServer(script.toString()))),
                Demo.options(folder))) {

            // Then
            eventually(() -> Demo.engine(models, Demo.NAME).state().equals("down"));
            assertThat(Demo.engine(models, Demo.NAME).detail())
                    .startsWith("while loading the engine ended with status 1: error: unknown argument: --jinja");
        }
    }
}
