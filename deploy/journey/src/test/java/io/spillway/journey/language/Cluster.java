package io.spillway.journey.language;

import io.spillway.embedded.ScratchFolder;
import io.spillway.standalone.ClusterRun;
import io.spillway.standalone.layout.ClusterOptions;
import io.spillway.standalone.layout.Outside;
import io.spillway.standalone.layout.PortWishes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * A cluster of real processes. Classes that ask for the same kind in a row share one; asking for another kind ends it,
 * so that two cores never run two. What is left at the end, the JVM's end takes down.
 */
public final class Cluster implements AutoCloseable {
    private static final String ROUGH = "rough";

    private static Cluster current;

    private final String name;
    private final Outside outside;
    private final ClusterOptions options;
    private final Models models;
    private final Spans spans = new Spans();
    private ClusterRun run;

    private Cluster(String name, Outside outside, Map<String, Integer> workers) {
        this.name = name;
        this.outside = outside;
        this.models = new Models();
        Path folder = freshFolder(name);
        this.options = ClusterOptions.of(root(), folder.resolve("home"))
                .config(ClusterFile.write(folder, root(), models.provider().baseUrl()))
                .ports(PortWishes.ANY_FREE)
                .workers(workers)
                .environment(environment())
                .outside(outside);
        start();
    }

    /** What breaks is encrypted, and what is calm is not: each form is under test. */
    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(spans.environment());
        if (name.equals(ROUGH)) {
            all.put("SPILLWAY_PAYLOAD_KEYS", LogBook.PAYLOAD_KEYS);
        }
        return all;
    }

    /** The cluster for journeys that break nothing: one worker of each kind. */
    public static Cluster calm() {
        return of("calm", Outside.NOTHING, Map.of("local", 1, "cloud", 1, "gpu", 0));
    }

    /** The cluster for faults, encrypted: two cloud workers, so that one can be lost. It has got over what an earlier journey did. */
    public static Cluster rough() {
        Cluster rough = of(ROUGH, Outside.NOTHING, Map.of("local", 1, "cloud", 2, "gpu", 0));
        rough.front().opened();
        return rough;
    }

    /** A calm cluster on a Kafka and a Redis from elsewhere. */
    public static Cluster on(String name, Outside outside) {
        return of(name, outside, Map.of("local", 1, "cloud", 1, "gpu", 0));
    }

    /** Ends the cluster that was shared last. */
    public static synchronized void closeCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private static synchronized Cluster of(String name, Outside outside, Map<String, Integer> workers) {
        if (current != null && !current.name.equals(name)) {
            closeCurrent();
        }
        if (current == null) {
            current = new Cluster(name, outside, workers);
        }
        return current;
    }

    /** The checkout. */
    public static Path root() {
        return Path.of(System.getProperty("spillway.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    public Front front() {
        return new Front(run.url(), run.adminKey());
    }

    public Models models() {
        return models;
    }

    /** What the processes trace. */
    public Spans spans() {
        return spans;
    }

    public ClusterRun run() {
        return run;
    }

    /** Takes everything down; the data stays. */
    public void stop() {
        run.close();
    }

    /** Starts everything on what an earlier run left, and waits until it is ready. */
    public void start() {
        try {
            run = ClusterRun.start(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the log has. */
    public LogBook log() {
        return LogBook.read(kafka());
    }

    /** How many jobs the log has. */
    public long logged() {
        return LogBook.count(kafka());
    }

    private String kafka() {
        String elsewhere = outside.kafka();
        return elsewhere == null ? "127.0.0.1:" + run.process("kafka").port() : elsewhere;
    }

    /** Everything that the log's topics hold, as the bytes of its records are. */
    public List<String> loggedBytes() {
        return LogBook.bytes(kafka());
    }

    /** Everything that Redis holds, as its dump has it. */
    public String redisBytes() throws IOException {
        URI redis = URI.create("redis://127.0.0.1:" + run.process("redis").port());
        try (RedisClient client = RedisClient.builder()
                .hostAndPort(redis.getHost(), redis.getPort())
                .build()) {
            // Texts that repeat themselves would be written otherwise.
            client.sendCommand(Protocol.Command.CONFIG, "SET", "rdbcompression", "no");
            client.sendCommand(Protocol.Command.SAVE);
        }
        try (Stream<Path> files =
                Files.walk(root().resolve("deploy/journey/target/clusters").resolve(name))) {
            Path dump =
                    files.filter(file -> file.endsWith("dump.rdb")).findFirst().orElseThrow();
            return Files.readString(dump, StandardCharsets.ISO_8859_1);
        }
    }

    /** What these hashes of the scheduler hold, by their names within its keys. */
    public Map<String, Map<String, String>> scheduled(Collection<String> names) {
        try (RedisClient client = RedisClient.builder()
                .hostAndPort("127.0.0.1", run.process("redis").port())
                .build()) {
            return names.stream()
                    .collect(Collectors.toMap(Function.identity(), name -> client.hgetAll("{spillway}:" + name)));
        }
    }

    /** Starts one more gateway, the caller's to close. */
    public SecondGateway secondGateway() {
        Map<String, String> all = new HashMap<>(environment());
        all.put("SPILLWAY_KAFKA", kafka());
        all.put("SPILLWAY_REDIS", "redis://127.0.0.1:" + run.process("redis").port());
        Path folder = root().resolve("deploy/journey/target/clusters").resolve(name);
        all.put("SPILLWAY_CONFIG", folder.resolve("spillway.yaml").toString());
        all.put("SPILLWAY_ARTIFACTS", folder.resolve("home/artifacts").toString());
        return new SecondGateway(all, folder, run.adminKey());
    }

    /** {@code FLUSHALL}: everything Redis holds is gone. */
    public void flushRedis() {
        try (Socket redis = new Socket("127.0.0.1", run.process("redis").port())) {
            redis.getOutputStream().write("FLUSHALL SYNC\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(redis.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
            if (!answer.equals("+OK")) {
                throw new IllegalStateException(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run.close();
        models.close();
        spans.close();
    }

    /** An empty folder for a cluster to live in; it is left there for whoever looks for the reason of a failure. */
    public static Path freshFolder(String name) {
        Path folder = root().resolve("deploy/journey/target/clusters").resolve(name);
        try {
            new ScratchFolder(folder).close();
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
