package io.spillway.journey.language;

import io.spillway.embedded.EmbeddedKafka;
import io.spillway.embedded.FreePort;
import io.spillway.embedded.KafkaProcess;
import io.spillway.embedded.RedisBinary;
import io.spillway.embedded.RedisPing;
import io.spillway.embedded.RedisSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A Kafka and a Redis that speak TLS only to who shows a certificate, with the certificates that docs/tls.md makes. */
public final class SecuredStores implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path certificates;
    private final KafkaProcess kafka;
    private final Process redis;
    private final int kafkaPort;
    private final int redisPort;

    private SecuredStores(Path folder, Path certificates) throws IOException {
        this.certificates = certificates;
        this.kafkaPort = FreePort.next();
        this.redisPort = FreePort.next();
        this.redis = redis(folder.resolve("redis"), FreePort.next());
        int plain = FreePort.next();
        this.kafka = EmbeddedKafka.startProcess(folder.resolve("kafka"), plain, broker(plain));
    }

    /** Starts both; empty, with the reason in the output, where the machine's Redis was built without TLS. */
    public static Optional<SecuredStores> start(Path folder, Path certificates) throws IOException {
        Process asked = new ProcessBuilder(
                        RedisBinary.find(folder.resolve("bin")).path().toString(), "--port", "0", "--tls-port", "1")
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (said.contains("Bad directive")) {
            System.out.println("journey: THIS REDIS HAS NO TLS, so the journey through encrypted stores is skipped");
            return Optional.empty();
        }
        return Optional.of(new SecuredStores(folder, certificates));
    }

    /** What a process is told that may come in. */
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("SPILLWAY_KAFKA", "127.0.0.1:" + kafkaPort);
        all.put("SPILLWAY_KAFKA_SECURITY_PROTOCOL", "SSL");
        all.put("SPILLWAY_KAFKA_SSL_TRUSTSTORE_CERTIFICATES_FILE", file("ca.crt"));
        all.put("SPILLWAY_KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN_FILE", file("client.crt"));
        all.put("SPILLWAY_KAFKA_SSL_KEYSTORE_KEY_FILE", file("client.key"));
        all.put("SPILLWAY_REDIS", "rediss://127.0.0.1:" + redisPort);
        all.put("SPILLWAY_REDIS_CA_FILE", file("ca.crt"));
        all.put("SPILLWAY_REDIS_CERTIFICATE_FILE", file("client.crt"));
        all.put("SPILLWAY_REDIS_KEY_FILE", file("client.key"));
        return all;
    }

    /** The path of one of the certificates. */
    public String file(String name) {
        return certificates.resolve(name).toString();
    }

    private Map<String, String> broker(int plain) {
        return Map.of(
                "listeners",
                "CLIENTS://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + kafkaPort + ",CONTROLLER://127.0.0.1:0",
                "advertised.listeners",
                "CLIENTS://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + kafkaPort,
                "listener.security.protocol.map",
                "CLIENTS:PLAINTEXT,SECURE:SSL,CONTROLLER:PLAINTEXT",
                "ssl.client.auth",
                "required",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                file("kafka.pem"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                file("ca.crt"));
    }

    private Process redis(Path folder, int plain) throws IOException {
        RedisBinary binary = RedisBinary.find(folder.resolve("bin"));
        List<String> command =
                new ArrayList<>(new RedisSettings(folder, plain, RedisSettings.Durability.NONE).command(binary));
        command.addAll(List.of("--tls-port", Integer.toString(redisPort), "--tls-auth-clients", "yes"));
        command.addAll(List.of("--tls-cert-file", file("redis.crt"), "--tls-key-file", file("redis.key")));
        command.addAll(List.of("--tls-ca-cert-file", file("ca.crt")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Files.createDirectories(folder).resolve("redis.log").toFile())
                .start();
        Awaitility.await("Redis answers").atMost(SOON).until(() -> RedisPing.answers(plain));
        return process;
    }

    @Override
    public void close() {
        kafka.close();
        redis.destroyForcibly();
        redis.onExit().join();
    }
}
