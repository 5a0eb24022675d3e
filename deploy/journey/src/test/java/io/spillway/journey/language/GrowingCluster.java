package io.spillway.journey.language;

import io.spillway.embedded.EmbeddedKafka;
import io.spillway.embedded.EmbeddedRedis;
import io.spillway.embedded.FreePort;
import io.spillway.embedded.KafkaProcess;
import io.spillway.standalone.layout.AdminKey;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.ScriptedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A cluster that gets more gateways and workers, and fewer, on one Kafka and one Redis; one that is measured. */
public final class GrowingCluster implements AutoCloseable {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String RESTING = "resting";

    private final Path folder = Cluster.freshFolder("scaling");
    private final Path key = folder.resolve("admin.key");
    private final KafkaProcess kafka;
    private final EmbeddedRedis redis;
    private final ScriptedProvider provider = ScriptedProvider.start();
    private final Map<Lone, Front> gateways = new LinkedHashMap<>();
    private final List<Lone> workers = new ArrayList<>();
    private volatile Reply reply = Reply.text("You said: {prompt}");
    private int started;
    private @Nullable Integer slots;

    private GrowingCluster() throws IOException {
        kafka = EmbeddedKafka.startProcess(folder.resolve("kafka"), 0);
        redis = EmbeddedRedis.start(Files.createDirectories(folder.resolve("redis")));
        provider.script(
                request -> request.model().equals(RESTING) ? Reply.status(429).header("Retry-After", "3600") : reply);
        AdminKey.readOrMake(key);
        Files.writeString(folder.resolve("spillway.yaml"), """
                providers: {cloud: {kind: openai, base-url: "%s"}}
                targets: {cloud/plain: {}, cloud/resting: {}}
                """.formatted(provider.baseUrl()));
    }

    /** The stores and the provider; gateways and workers come by {@link #resize}. */
    public static GrowingCluster start() throws IOException {
        Cluster.closeCurrent();
        return new GrowingCluster();
    }

    /** From now on there are so many gateways and workers, and all are ready. */
    public void resize(int wantedGateways, int wantedWorkers) {
        while (gateways.size() > wantedGateways) {
            Lone last = List.copyOf(gateways.keySet()).getLast();
            gateways.remove(last);
            last.end();
        }
        while (workers.size() > wantedWorkers) {
            workers.removeLast().end();
        }
        while (gateways.size() < wantedGateways) {
            addGateway();
        }
        while (workers.size() < wantedWorkers) {
            addWorker();
        }
        Awaitility.await("all are ready").atMost(SOON).until(() -> all().allMatch(Lone::ready));
        if (workers.isEmpty()) {
            return;
        }
        // Partitions change hands for a moment.
        fronts().forEach(front -> front.ended(front.accepted(Ask.chat("cloud/plain", "is anybody there?"))));
    }

    private void addWorker() {
        Map<String, String> environment = environment();
        if (slots != null) {
            environment.put("SPILLWAY_SLOTS", Integer.toString(slots));
        }
        workers.add(Lone.start("worker-cloud", "worker-" + ++started, folder, environment));
    }

    private void addGateway() {
        int port = FreePort.next();
        Map<String, String> environment = environment();
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        Lone gateway = Lone.start("gateway", "gateway-" + ++started, folder, environment);
        try {
            gateways.put(gateway, new Front("http://127.0.0.1:" + port, AdminKey.read(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPILLWAY_KAFKA", kafka.bootstrapServers());
        environment.put("SPILLWAY_REDIS", redis.uri());
        environment.put("SPILLWAY_CONFIG", folder.resolve("spillway.yaml").toString());
        environment.put("SPILLWAY_ARTIFACTS", folder.resolve("artifacts").toString());
        environment.put("SPILLWAY_ADMIN_KEY_FILE", key.toString());
        return environment;
    }

    private Stream<Lone> all() {
        return Stream.concat(gateways.keySet().stream(), workers.stream());
    }

    /** A client at each gateway. */
    public List<Front> fronts() {
        return List.copyOf(gateways.values());
    }

    /** Workers that start from now on call so many jobs at a time. */
    public void slots(int count) {
        slots = count;
    }

    /** From now on the model answers so. */
    public void answer(Reply answer) {
        reply = answer;
    }

    /** Seconds of processor time that all gateways have used since they started. */
    public double gatewayCpu() {
        return gateways.keySet().stream().mapToDouble(GrowingCluster::cpu).sum();
    }

    /** The same of the workers. */
    public double workerCpu() {
        return workers.stream().mapToDouble(GrowingCluster::cpu).sum();
    }

    private static double cpu(Lone process) {
        return process.process().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** Has {@code count} jobs wait for a target that is exhausted. */
    public void fillWaitingRoom(int count) {
        Front front = fronts().getFirst();
        front.accepted(Ask.chat("cloud/" + RESTING, "to exhaust it"));
        List<Ask> asks = Stream.generate(() -> Ask.chat("cloud/" + RESTING, "x".repeat(500)))
                .limit(count)
                .toList();
        List<Load.Sent> sent = Load.insisting(front, 64).send(asks);
        if (Load.accepted(sent).size() != count) {
            throw new IllegalStateException("not all were let in");
        }
        Lone gateway = gateways.keySet().iterator().next();
        Awaitility.await("all wait").atMost(SOON).until(() -> gateway.metric("spillway_jobs_waiting") >= count);
    }

    /** What Redis has in use. */
    public long redisBytes() {
        return Long.parseLong(redisInfo("memory", "used_memory"));
    }

    /** What the records of jobs and outcomes take on the broker's disk. */
    public long loggedBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("kafka"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file ->
                            file.getParent().getFileName().toString().matches("spillway\\.(jobs|outcomes)-\\d+"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** The machine and the versions. */
    public String described() throws IOException {
        String processor;
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            processor = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
        return "%s, %d cores, load %.1f; %s %s; Java %s; Redis %s; Kafka %s; stores, provider and clients on this machine"
                .formatted(
                        processor,
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        redisInfo("server", "redis_version"),
                        kafkaVersion());
    }

    private static String kafkaVersion() throws IOException {
        Properties said = new Properties();
        try (InputStream in = KafkaConsumer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            said.load(Objects.requireNonNull(in));
        }
        return said.getProperty("version");
    }

    private String redisInfo(String section, String field) {
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            socket.getOutputStream().write(("INFO " + section + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher found = Pattern.compile("(?m)^" + field + ":(\\S+)").matcher(said);
            if (!found.find()) {
                throw new IllegalStateException(said);
            }
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        all().forEach(Lone::close);
        provider.close();
        kafka.close();
        redis.close();
    }
}
