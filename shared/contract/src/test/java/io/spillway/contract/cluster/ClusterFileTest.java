package io.spillway.contract.cluster;

import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterFileTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "sk-1", "PORT", "4711", "BLANK", " ");

    @TempDir
    Path folder;

    private Cluster read(String text) throws IOException {
        return ClusterFile.read(Files.writeString(folder.resolve("spillway.yaml"), text), ENVIRONMENT::get);
    }

    private Target only(String text) throws IOException {
        return read(text).targets().values().iterator().next();
    }

    @Test
    void anEngineIsTheTargetsElseTheProviders() throws IOException {
        // When
        Cluster cluster = read("""
                providers:
                  plain: {kind: gguf}
                  gguf: {kind: gguf, engine: llama-server}
                targets:
                  plain/a: {}
                  gguf/b: {}
                  gguf/c: {engine: java-llama.cpp}
                  plain/d: {engine: llama-server, engine-path: ./bin/llama-server}
                """);

        // Then
        assertThat(cluster.targets().values())
                .extracting(target -> target.gguf().orElseThrow().engine())
                .containsExactly(
                        new Target.Engine.Binding(),
                        new Target.Engine.LlamaServer("llama-server"),
                        new Target.Engine.Binding(),
                        new Target.Engine.LlamaServer(
                                folder.resolve("bin/llama-server").toString()));
    }

    @Test
    void everythingThatCanBeSaid() throws IOException {
        // When
        Cluster cluster = read("""
                providers:
                  openai: {kind: openai, base-url: "https://api.example.org/v1/", keys: ["${KEY}", "${KEY_2}", "${BLANK}", "${NONE:sk-2}"]}
                  gguf: {kind: gguf, models-dir: weights}
                targets:
                  openai/gpt:
                    model: gpt-4.1-mini-2025-04-14
                    label: A small one
                    pool: cloud
                    types: [chat, embedding]
                    defaults: {temperature: 0.7, user: "7", top_k: 40, stream_options: {include_usage: true}, stop: ["\\n", END]}
                    timeouts: {connect: PT1S, first-token: PT2S, between-tokens: PT3S, total: PT4S}
                    limits: {concurrency: 32}
                    price: {input: 0.40, output: 1.60}
                  gguf/demo: {pool: gpu, source: demo.gguf, context: 4096, slots: 4, gpu-layers: 12, sha256: %s}
                routes:
                  chat:
                    targets: [openai/gpt, {target: gguf/demo, patience: PT10S}]
                    strategy: ordered
                    attempts-per-target: 5
                    backoff: [PT0.1S, PT1S]
                cors: {origins: ["https://app.example.com", "http://localhost:5173"]}
                """.formatted("AB".repeat(32)));

        // Then
        assertThat(cluster.origins()).containsExactly("https://app.example.com", "http://localhost:5173");
        Provider openai = cluster.providers().get("openai");
        assertThat(openai.baseUrl()).contains(URI.create("https://api.example.org/v1"));
        assertThat(openai.keys()).containsExactly("sk-1", "sk-2");
        assertThat(openai).hasToString("Provider[openai, OPENAI, 2 keys]");
        assertThat(cluster.notices())
                .containsExactly(
                        "provider openai: ${KEY_2} is not set; the key is left out",
                        "provider openai: ${BLANK} is not set; the key is left out");
        Target gpt = cluster.targets().get(new TargetName("openai/gpt"));
        assertThat(gpt.model()).isEqualTo("gpt-4.1-mini-2025-04-14");
        assertThat(gpt.label()).contains("A small one");
        assertThat(gpt.pool()).isEqualTo(Pool.CLOUD);
        assertThat(gpt.types()).containsExactlyInAnyOrder(JobType.CHAT, JobType.EMBEDDING);
        assertThat(gpt.defaults())
                .hasToString("{\"temperature\":0.7,\"user\":\"7\",\"top_k\":40,"
                        + "\"stream_options\":{\"include_usage\":true},\"stop\":[\"\\n\",\"END\"]}");
        assertThat(gpt.timeouts())
                .isEqualTo(new Target.Timeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4)));
        assertThat(gpt.limits().concurrency()).hasValue(32);
        assertThat(gpt.price()).contains(new Target.Price(new BigDecimal("0.40"), new BigDecimal("1.60")));
        assertThat(gpt.gguf()).isEmpty();
        Target demo = cluster.targets().get(new TargetName("gguf/demo"));
        assertThat(demo.pool()).isEqualTo(Pool.GPU);
        Target.Gguf gguf = demo.gguf().orElseThrow();
        assertThat(gguf.source()).isEqualTo(new Target.Source.LocalFile(folder.resolve("weights/demo.gguf")));
        assertThat(gguf.sha256()).contains("ab".repeat(32));
        assertThat(List.of(gguf.context(), gguf.slots(), gguf.gpuLayers())).containsExactly(4096, 4, 12);
        Route chat = cluster.route("chat").orElseThrow();
        assertThat(chat.plan().key()).isEqualTo("openai/gpt~2000|gguf/demo~10000");
        assertThat(chat.retry()).isEqualTo(new Retry(5, List.of(Duration.ofMillis(100), Duration.ofSeconds(1))));
        assertThat(cluster.pools()).containsExactly(Pool.CLOUD, Pool.GPU);
        assertThat(cluster.targetsOf(Pool.CLOUD)).containsExactly(gpt);
        assertThat(cluster.targetsOf(Pool.LOCAL)).isEmpty();
    }

    @Test
    void theDefaultsOfAllThat() throws IOException {
        // When
        Cluster cluster = read("""
                providers: {openai: {kind: openai}, gguf: {kind: gguf}}
                targets: {openai/gpt: {}, gguf/demo: {}}
                routes: {chat: {targets: [openai/gpt]}, other: {targets: [gguf/demo], backoff: []}}
                """);

        // Then
        assertThat(cluster.notices()).isEmpty();
        assertThat(cluster.providers().get("openai").baseUrl()).contains(URI.create("https://api.openai.com/v1"));
        assertThat(cluster.providers().get("openai").keys()).isEmpty();
        Target gpt = cluster.targets().get(new TargetName("openai/gpt"));
        assertThat(gpt.model()).isEqualTo("gpt");
        assertThat(gpt.label()).isEmpty();
        assertThat(gpt.types()).containsExactly(JobType.CHAT);
        assertThat(gpt.defaults()).isEmpty();
        assertThat(gpt.timeouts()).isEqualTo(Target.Timeouts.DEFAULT);
        assertThat(gpt.limits().concurrency()).isEqualTo(OptionalInt.empty());
        assertThat(gpt.price()).isEmpty();
        Target.Gguf demo =
                cluster.targets().get(new TargetName("gguf/demo")).gguf().orElseThrow();
        assertThat(demo.source()).isEqualTo(new Target.Source.LocalFile(folder.resolve("models/demo.gguf")));
        assertThat(List.of(demo.context(), demo.slots(), demo.gpuLayers())).containsExactly(2048, 2, 999);
        assertThat(cluster.route("chat").orElseThrow().retry()).isEqualTo(Retry.DEFAULT);
        assertThat(cluster.route("other").orElseThrow().retry()).isEqualTo(new Retry(2, List.of()));
    }

    @Test
    void aPresetSaysWhereItsFileIs() throws IOException {
        // When
        Cluster cluster = read("""
                providers: {gguf: {kind: gguf}}
                targets:
                  gguf/qwen2.5-0.5b-instruct: {}
                  gguf/Phi-2: {}
                  gguf/small: {preset: tinyllama-1.1b-chat, context: 1024, slots: 4}
                  gguf/phi-2: {source: mine.gguf}
                  gguf/best: {auto: [mistral-7b-instruct, phi-2], flash-attention: true, kv-type: q8_0, threads: 3}
                engines: {memory-budget: 7.5GB, minimum-stay: PT1M, max-model-size: 8GiB, offline: true, without-gpu: cpu}
                """);

        // Then
        Target.Gguf qwen = gguf(cluster, "gguf/qwen2.5-0.5b-instruct");
        assertThat(qwen.source())
                .isEqualTo(new Target.Source.HuggingFace(
                        "Qwen/Qwen2.5-0.5B-Instruct-GGUF", "qwen2.5-0.5b-instruct-q4_k_m.gguf"));
        assertThat(qwen.context()).isEqualTo(4096);
        assertThat(qwen.tuning().format()).contains("qwen2.5");
        assertThat(gguf(cluster, "gguf/Phi-2").tuning().format()).contains("phi2");
        assertThat(gguf(cluster, "gguf/small").context()).isEqualTo(1024);
        assertThat(gguf(cluster, "gguf/small").tuning().format()).contains("zephyr");
        assertThat(gguf(cluster, "gguf/phi-2").source()).isInstanceOf(Target.Source.LocalFile.class);
        assertThat(gguf(cluster, "gguf/best").auto())
                .extracting(Preset::name)
                .containsExactly("mistral-7b-instruct", "phi-2");
        assertThat(gguf(cluster, "gguf/best").tuning())
                .isEqualTo(new GgufTuning(
                        OptionalInt.of(3),
                        true,
                        GgufTuning.KvType.Q8_0,
                        true,
                        true,
                        Optional.of("phi2"),
                        OptionalInt.empty()));
        assertThat(cluster.engines())
                .isEqualTo(new EngineSettings(
                        OptionalLong.of(7_500_000_000L),
                        Duration.ofMinutes(1),
                        8L << 30,
                        true,
                        EngineSettings.WithoutGpu.CPU));
    }

    private static Target.Gguf gguf(Cluster cluster, String name) {
        return cluster.targets().get(new TargetName(name)).gguf().orElseThrow();
    }

    @Test
    void aModelIsARouteOrATargetsOwnName() throws IOException {
        // Given
        Cluster cluster = read("""
                providers: {gguf: {kind: gguf}}
                targets: {gguf/a: {}, gguf/b: {}}
                routes: {first: {targets: [gguf/b, gguf/a]}, gguf/b: {targets: [gguf/a]}}
                """);

        // Then
        assertThat(cluster.route("first").map(Route::plan).map(Plan::key)).contains("gguf/b~2000|gguf/a~2000");
        assertThat(cluster.route("gguf/a").map(Route::plan).map(Plan::key)).contains("gguf/a~2000");
        assertThat(cluster.route("gguf/b").map(Route::plan).map(Plan::key)).contains("gguf/a~2000");
        assertThat(cluster.route("gguf/c")).isEmpty();
        assertThat(cluster.route("nothing of the kind")).isEmpty();
        assertThat(cluster.defaultRoute().map(Route::name)).contains("first");
    }

    @Test
    void theRouteNamedDefaultIsTheDefault() throws IOException {
        // Given
        Cluster cluster = read("""
                providers: {gguf: {kind: gguf}}
                targets: {gguf/a: {}}
                routes: {first: {targets: [gguf/a]}, default: {targets: [gguf/a]}}
                """);

        // Then
        assertThat(cluster.defaultRoute().map(Route::name)).contains("default");
    }

    @Test
    void withoutRoutesTheOnlyTargetIsTheDefault() throws IOException {
        assertThat(read("{providers: {gguf: {kind: gguf}}, targets: {gguf/a: {}}}")
                        .defaultRoute()
                        .map(Route::name))
                .contains("gguf/a");
        assertThat(read("{providers: {gguf: {kind: gguf}}, targets: {gguf/a: {}, gguf/b: {}}}")
                        .defaultRoute())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "demo.gguf, weights/demo.gguf",
        "sub/demo.gguf, weights/sub/demo.gguf",
        "./demo.gguf, demo.gguf",
        "../demo.gguf, ../demo.gguf",
        "/srv/models/demo.gguf, /srv/models/demo.gguf"
    })
    void aFileIsRelativeToTheModelsUnlessItSaysOtherwise(String source, String expected) throws IOException {
        // When
        Target target = only("""
                providers: {gguf: {kind: gguf, models-dir: weights}}
                targets: {gguf/demo: {source: "%s"}}
                """.formatted(source));

        // Then
        assertThat(target.gguf().orElseThrow().source())
                .isEqualTo(new Target.Source.LocalFile(folder.resolve(expected).normalize()));
    }

    @Test
    void aFileCanBeFetched() throws IOException {
        // When
        Cluster cluster = read("""
                providers: {gguf: {kind: gguf}}
                targets:
                  gguf/a: {source: "hf:Qwen/Qwen2.5-0.5B-Instruct-GGUF/qwen2.5-0.5b-instruct-q4_k_m.gguf"}
                  gguf/b: {source: "hf:owner/repo/sub/folder/file.gguf"}
                  gguf/c: {source: "https://example.org/models/file.gguf?download=true"}
                  gguf/d: {source: "http://localhost:${PORT}/file.gguf"}
                """);

        // Then
        assertThat(cluster.targets().values())
                .extracting(target -> target.gguf().orElseThrow().source())
                .containsExactly(
                        new Target.Source.HuggingFace(
                                "Qwen/Qwen2.5-0.5B-Instruct-GGUF", "qwen2.5-0.5b-instruct-q4_k_m.gguf"),
                        new Target.Source.HuggingFace("owner/repo", "sub/folder/file.gguf"),
                        new Target.Source.Url(URI.create("https://example.org/models/file.gguf?download=true")),
                        new Target.Source.Url(URI.create("http://localhost:4711/file.gguf")));
    }

    @Test
    void variablesStandAnywhereInAValue() throws IOException {
        // When
        Cluster cluster = read("""
                providers: {ollama: {kind: openai, base-url: "http://${HOST:localhost}:${PORT}/v1"}}
                targets:
                  ollama/llama3.2:1b:
                    limits: {concurrency: "${LIMIT:7}"}
                    defaults:
                      user: "${T:0.5}"
                      seed: ${S:5}
                """);

        // Then
        assertThat(cluster.providers().get("ollama").baseUrl()).contains(URI.create("http://localhost:4711/v1"));
        Target target = cluster.targets().values().iterator().next();
        assertThat(target.limits().concurrency()).hasValue(7);
        assertThat(target.defaults()).hasToString("{\"user\":\"0.5\",\"seed\":5}");
    }

    @Test
    void theShippedFileIsRight() {
        // When
        Cluster cluster = ClusterFile.read(Repository.file("spillway.yaml"), ENVIRONMENT::get);

        // Then
        assertThat(cluster.notices()).isEmpty();
        assertThat(cluster.defaultRoute()).isPresent();
    }
}
