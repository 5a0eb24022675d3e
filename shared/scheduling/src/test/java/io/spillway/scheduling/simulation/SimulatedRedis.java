package io.spillway.scheduling.simulation;

import io.spillway.embedded.EmbeddedRedis;
import io.spillway.embedded.ScratchFolder;
import io.spillway.scheduling.TestSchedulers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.RestoreParams;

/** A real Redis for one world after the other, which can be looked into, emptied, and set back to what it was. */
final class SimulatedRedis implements AutoCloseable {
    private static final byte[] ALL = "*".getBytes(StandardCharsets.UTF_8);

    private final ScratchFolder folder;
    private final EmbeddedRedis server;
    private final UnifiedJedis redis;
    private final String snapshot;
    private final TestSchedulers schedulers;

    private SimulatedRedis(ScratchFolder folder, EmbeddedRedis server, BinaryOperator<String> change) {
        this.folder = folder;
        this.server = server;
        this.redis =
                RedisClient.builder().hostAndPort("127.0.0.1", server.port()).build();
        this.snapshot = redis.scriptLoad(resource("snapshot.lua"), TestSchedulers.root());
        this.schedulers = new TestSchedulers(redis, change);
    }

    /** One that runs the scripts as they are. */
    static SimulatedRedis start() {
        return start((_, text) -> text);
    }

    /** One that runs what {@code change} makes of a script's name and text. */
    static SimulatedRedis start(BinaryOperator<String> change) {
        try {
            ScratchFolder folder = ScratchFolder.make("spillway-redis");
            return new SimulatedRedis(folder, EmbeddedRedis.start(folder.path()), change);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestSchedulers schedulers() {
        return schedulers;
    }

    void flush() {
        redis.flushAll();
    }

    Snapshot look() {
        return Snapshot.of(redis.evalsha(snapshot, List.of(TestSchedulers.root()), List.of()));
    }

    /** Everything it holds now, to be put back later. */
    Map<byte[], byte[]> dump() {
        List<byte[]> keys = new ArrayList<>(redis.keys(ALL));
        List<Response<byte[]>> values = new ArrayList<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            keys.forEach(key -> values.add(pipeline.dump(key)));
            pipeline.sync();
        }
        Map<byte[], byte[]> dump = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            dump.put(keys.get(i), values.get(i).get());
        }
        return dump;
    }

    /** Becomes what it was, as a failover to a replica that lagged would make it. */
    void restore(Map<byte[], byte[]> dump) {
        redis.flushAll();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            dump.forEach((key, value) -> pipeline.restore(
                    key, 0, value, RestoreParams.restoreParams().replace()));
            pipeline.sync();
        }
    }

    private static String resource(String name) {
        try (InputStream in = SimulatedRedis.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        redis.close();
        server.close();
        folder.close();
    }
}
