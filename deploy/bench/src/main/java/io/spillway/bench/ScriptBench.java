package io.spillway.bench;

import io.spillway.embedded.EmbeddedRedis;
import io.spillway.embedded.ScratchFolder;
import io.spillway.scheduling.Scheduler;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * What a script costs with few and with very many jobs waiting, how many jobs a second go through one Redis, and how
 * much memory a waiting job takes: {@code ./spillway bench scripts [waiting jobs ...]}.
 */
public final class ScriptBench {
    private static final List<Integer> SIZES = List.of(10, 10_000, 1_000_000);
    private static final int MOST = 10_000_000;

    private ScriptBench() {}

    /** @param args the queue sizes to measure, by default 10, 10,000 and 1,000,000 */
    public static void main(String[] args) throws IOException {
        for (String size : args) {
            if (!size.matches("[1-9]\\d{0,7}") || Integer.parseInt(size) > MOST) {
                System.err.printf("✗ waiting jobs: should be a whole number from 1 to %,d, not '%s'%n", MOST, size);
                System.exit(2);
            }
        }
        measure(
                args.length == 0
                        ? SIZES
                        : Arrays.stream(args).map(Integer::valueOf).toList());
    }

    private static void measure(List<Integer> sizes) throws IOException {
        try (ScratchFolder folder = ScratchFolder.make("spillway-bench");
                EmbeddedRedis server = EmbeddedRedis.start(folder.path());
                UnifiedJedis redis = RedisClient.builder()
                        .hostAndPort("127.0.0.1", server.port())
                        .build()) {
            Machine.describe(redis);
            for (int size : sizes) {
                redis.flushAll();
                measure(size, redis, URI.create(server.uri()));
            }
        }
    }

    private static void measure(int size, UnifiedJedis redis, URI address) {
        try (Scheduler worker = Scheduler.connect(address, "bench-" + UUID.randomUUID(), 1)) {
            System.out.printf("%n%,d waiting jobs%n", size);
            Measured measured = new Measured(redis, worker);
            measured.fill(size);
            measured.scripts();
            measured.throughput();
        }
    }
}
