package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.standalone.ClusterRun;
import io.spillway.standalone.layout.ClusterOptions;
import io.spillway.standalone.layout.PortWishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One worker, two models, memory for one of them, and jobs for both. */
@Order(30)
class ModelSwapsIT {
    private static final String CONFIG = """
            providers: {gguf: {kind: gguf, models-dir: %s}}
            targets:
              gguf/one: {source: demo.gguf, context: 512, slots: 2}
              gguf/two: {source: demo.gguf, context: 512, slots: 2}
            engines: {memory-budget: 400MB, minimum-stay: PT5S}
            """;

    @Test
    @Tag("long")
    void jobsOfBothModelsAllCompleteThoughOnlyOneIsLoadedAtATime() throws IOException {
        // Given
        Cluster.closeCurrent();
        Path folder = Cluster.freshFolder("model-swaps");
        Path config = Files.writeString(
                folder.resolve("spillway.yaml"), CONFIG.formatted(Cluster.root().resolve("shared/gguf/demo-model")));
        ClusterOptions options = ClusterOptions.of(Cluster.root(), folder.resolve("home"))
                .config(config)
                .ports(PortWishes.ANY_FREE)
                .workers(Map.of("local", 1, "cloud", 0, "gpu", 0));
        try (ClusterRun run = ClusterRun.start(options)) {
            Front front = new Front(run.url(), run.adminKey());
            List<Ask> asks = IntStream.range(0, 300)
                    .mapToObj(n -> Ask.chat(n % 2 == 0 ? "gguf/one" : "gguf/two", "swap #" + n)
                            .maxTokens(60))
                    .toList();
            // When
            long start = System.nanoTime();
            Load load = Load.of(front, 20);
            List<String> accepted = Load.accepted(load.send(asks));
            List<Seen> ended = load.ended(accepted);
            System.out.printf(
                    "journey: %d jobs over two models that swap ended after %d ms%n",
                    ended.size(), Duration.ofNanos(System.nanoTime() - start).toMillis());
            // Then
            assertThat(ended)
                    .hasSize(asks.size())
                    .allSatisfy(job -> assertThat(job.status()).isEqualTo("completed"));
        }
    }
}
