package io.spillway.journey;

import io.spillway.embedded.FreePort;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Lone;
import io.spillway.journey.language.SecuredStores;
import io.spillway.journey.language.Shell;
import io.spillway.standalone.layout.AdminKey;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/tls.md, done: its certificates, a Kafka and a Redis that ask for one, the gateway's own HTTPS. */
@Order(21)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {
    private static final Pattern COMMANDS =
            Pattern.compile("<!-- journey: certificates -->\\n```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Path folder = Cluster.freshFolder("tls");
    private final Path certificates = folder.resolve("tls");
    private final Shell shell = new Shell(folder, Map.of());
    private final List<AutoCloseable> opened = new ArrayList<>();
    private SecuredStores stores;
    private Path config;

    @BeforeAll
    void start() throws IOException {
        Cluster.closeCurrent();
        if (!succeeds("openssl", "version")) {
            System.out.println("journey: NO OPENSSL HERE, so the journey through encrypted stores is skipped");
            Assumptions.abort("no openssl");
        }
        Matcher commands = COMMANDS.matcher(Files.readString(Cluster.root().resolve("docs/tls.md")));
        assertThat(commands.find()).isTrue();
        Shell.Said made = shell.run(SOON, "bash", "-euo", "pipefail", "-c", commands.group(1));
        assertThat(made.code()).as(made.err()).isZero();
        stores = SecuredStores.start(folder, certificates).orElseGet(() -> Assumptions.abort("no TLS in Redis"));
        ScriptedProvider provider = ScriptedProvider.start();
        provider.script(Script.endpoints(Reply.text("You said: {prompt}")));
        opened.addAll(List.of(stores, provider));
        config = Files.writeString(folder.resolve("spillway.yaml"), """
                providers: {cloud: {kind: openai, base-url: "%s"}}
                targets: {cloud/plain: {}}
                """.formatted(provider.baseUrl()));
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void aJobGoesThroughWhereEveryDoorIsLocked() throws IOException {
        // Given
        Path key = folder.resolve("admin.key");
        AdminKey.readOrMake(key);
        int port = FreePort.next();
        Lone worker = start("worker-cloud", "worker", Map.of());
        Lone gateway = start(
                "gateway",
                "gateway",
                Map.of(
                        "SPILLWAY_ADMIN_KEY_FILE",
                        key.toString(),
                        "QUARKUS_HTTP_INSECURE_REQUESTS",
                        "disabled",
                        "QUARKUS_HTTP_SSL_PORT",
                        Integer.toString(port),
                        "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                        stores.file("gateway.crt"),
                        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
                        stores.file("gateway.key")));
        awaitReady(gateway);

        // When: the tokens come by the other client of Redis
        String job = """
                {"model": "cloud/plain", "input": "behind doors", "stream": true}""";
        List<String> asking = List.of("curl", "-sS", "--max-time", "60", "--cacert", stores.file("ca.crt"), "-H");
        String auth = "Authorization: Bearer " + AdminKey.read(key);
        String url = "https://localhost:" + port + "/v1/jobs";
        Shell.Said accepted = curl(asking, auth, "-H", "Content-Type: application/json", "-d", job, url);
        String events = url.replace("/v1/jobs", "") + found("\"events\":\"([^\"]*)\"", accepted.out());
        Shell.Said followed = curl(asking, auth, "-N", events);

        // Then
        assertThat(followed.out()).contains("event:completed").contains("behind");
        assertThat(succeeds("curl", "-sS", "--max-time", "20", "https://localhost:" + port + "/openapi"))
                .as("whom nobody vouches for is not believed")
                .isFalse();
        gateway.close();
        worker.close();
    }

    @Test
    void whoIsNotLetInSaysWhyAndIsNotReady() {
        // Given
        String stranger = stores.file("gateway.crt");
        // When
        Lone believesAnother =
                start("worker-cloud", "other-ca", Map.of("SPILLWAY_KAFKA_SSL_TRUSTSTORE_CERTIFICATES_FILE", stranger));
        Lone showsKafkaNothing = start(
                "worker-cloud",
                "kafka-without",
                Map.of(
                        "SPILLWAY_KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN_FILE", "",
                        "SPILLWAY_KAFKA_SSL_KEYSTORE_KEY_FILE", ""));
        Lone showsRedisNothing = start(
                "worker-cloud",
                "redis-without",
                Map.of("SPILLWAY_REDIS_CERTIFICATE_FILE", "", "SPILLWAY_REDIS_KEY_FILE", ""));
        // Then
        awaitSaid(believesAnother, "waiting for Kafka: ", "PKIX path", "SPILLWAY_KAFKA_SSL_");
        awaitSaid(showsKafkaNothing, "waiting for Kafka: ", "SPILLWAY_KAFKA_SSL_");
        awaitSaid(showsRedisNothing, "waiting for Redis at 127.0.0.1: ", "SPILLWAY_REDIS_CERTIFICATE_FILE is not set");
    }

    private Lone start(String module, String name, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(stores.environment());
        environment.put("SPILLWAY_CONFIG", config.toString());
        environment.put("SPILLWAY_ARTIFACTS", folder.resolve("artifacts").toString());
        environment.putAll(more);
        Lone started = Lone.start(module, name, folder, environment);
        opened.add(started);
        return started;
    }

    private static void awaitReady(Lone process) {
        Awaitility.await("it is ready").atMost(SOON).until(process::ready);
    }

    /** Ends it then: one that tries again and again takes the machine from the others. */
    private static void awaitSaid(Lone process, String... words) {
        Awaitility.await("it says why")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(process.said()).contains(words));
        assertThat(process.ready()).isFalse();
        process.close();
    }

    private Shell.Said curl(List<String> asking, String... more) {
        List<String> command = new ArrayList<>(asking);
        command.addAll(List.of(more));
        Shell.Said said = shell.run(SOON, command.toArray(String[]::new));
        assertThat(said.code()).as(said.err()).isZero();
        return said;
    }

    private boolean succeeds(String... command) {
        try {
            return shell.run(SOON, command).code() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
