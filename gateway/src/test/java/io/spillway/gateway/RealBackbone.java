package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.spillway.embedded.EmbeddedKafka;
import io.spillway.embedded.EmbeddedRedis;
import io.spillway.embedded.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real Kafka, a real Redis, a configuration of three models, and the first key, for the tests of this module. */
public final class RealBackbone implements QuarkusTestResourceLifecycleManager {
    static final String KEY = "sk-spill-a-key-that-only-tests-know";

    /** One that others would encrypt with; this gateway does not. */
    static final String PAYLOAD_KEY = "others:" + "B".repeat(42) + "A=";

    private static final String CONFIG = """
            providers:
              mock: {kind: openai, base-url: "http://127.0.0.1:9/v1"}
              phone: {kind: device, devices: {allow: [192.168.0.0/16, "fd00::/8"]}}
            targets:
              mock/small: {}
              mock/large: {}
              mock/vectors: {types: [embedding]}
              phone/gemma: {}
            routes:
              default: {targets: [mock/small]}
              nobody: {targets: [mock/large]}
              both: {targets: [mock/large, mock/small]}
            cors: {origins: ["https://app.example.com"]}
            webhooks: {allow: [127.0.0.0/8]}
            """;

    private @Nullable ScratchFolder folder;
    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedRedis redis;
    private @Nullable TestIssuer issuer;

    @Override
    public Map<String, String> start() {
        try {
            folder = ScratchFolder.make("gateway-test");
            Path dir = folder.path();
            kafka = EmbeddedKafka.startProcess(dir.resolve("kafka"), 0);
            redis = EmbeddedRedis.start(Files.createDirectories(dir.resolve("redis")));
            Path config = Files.writeString(dir.resolve("spillway.yaml"), CONFIG);
            Path key = Files.writeString(dir.resolve("admin.key"), KEY + "\n");
            issuer = new TestIssuer();
            return Map.ofEntries(
                    Map.entry("spillway.kafka", kafka.bootstrapServers()),
                    Map.entry("spillway.redis", redis.uri()),
                    Map.entry("spillway.config", config.toString()),
                    Map.entry("spillway.partitions", "2"),
                    Map.entry("spillway.payload-keys", "plain," + PAYLOAD_KEY),
                    Map.entry("spillway.most-open", "150"),
                    Map.entry("spillway.body-timeout", "PT6S"),
                    Map.entry("spillway.artifacts", dir.resolve("artifacts").toString()),
                    Map.entry("spillway.admin-key-file", key.toString()),
                    Map.entry("spillway.oidc.issuer", issuer.address()),
                    Map.entry("spillway.oidc.audience", TestIssuer.AUDIENCE),
                    Map.entry("test.issuer-key", issuer.key()),
                    Map.entry("spillway.oidc.tenant-claim", "org/spillway"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Objects.requireNonNull(issuer).close();
        Objects.requireNonNull(redis).close();
        Objects.requireNonNull(kafka).close();
        Objects.requireNonNull(folder).close();
    }
}
