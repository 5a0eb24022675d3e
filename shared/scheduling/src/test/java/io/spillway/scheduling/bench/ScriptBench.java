package io.spillway.scheduling.bench;

import io.spillway.embedded.EmbeddedRedis;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * What a script costs with few and with very many jobs waiting, how many jobs a second go through one Redis, and how much
 * memory a waiting job takes. Run it with the module's test class path: {@code ScriptBench [waiting jobs ...]}.
 */
public final class ScriptBench {
    private static final List<Integer> SIZES = List.of(10, 10_000, 1_000_000);

    private ScriptBench() {}

    /** @param args the queue sizes to measure, by default 10, 10,000 and 1,000,000 */
    public static void main(String[] args) throws Exception {
        List<Integer> sizes = args.length == 0
                ? SIZES
                : Arrays.stream(args).map(Integer::valueOf).toList();
        try (EmbeddedRedis server = EmbeddedRedis.start(Files.createTempDirectory("spillway-bench"));
                UnifiedJedis redis = RedisClient.builder()
                        .hostAndPort("127.0.0.1", server.port())
                        .build()) {
            Machine.describe(redis);
            for (int size : sizes) {
                redis.flushAll();
                Measured measured = new Measured(redis);
                System.out.printf("%n%,d waiting jobs%n", size);
                measured.fill(size);
                measured.scripts();
                measured.throughput();
            }
        }
    }
}
