package io.spillway.scheduling.bench;

import redis.clients.jedis.UnifiedJedis;

/** How long Redis itself was at work, by its own count: what is left when a busy machine and the network are not. */
final class ServerTime {
    private final UnifiedJedis redis;

    ServerTime(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Microseconds spent in scripts since Redis was started. */
    double spent() {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*usec=(\\d+).*", "$1")))
                .sum();
    }

    /** Runs one call and notes its microseconds as seen from outside and from within. */
    void of(Runnable call, double[] seen, double[] inside, int at) {
        double before = spent();
        long began = System.nanoTime();
        call.run();
        seen[at] = (System.nanoTime() - began) / 1_000.0;
        inside[at] = spent() - before;
    }
}
