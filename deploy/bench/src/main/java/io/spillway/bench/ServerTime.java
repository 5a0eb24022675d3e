package io.spillway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

    Series series(String name) {
        return new Series(name);
    }

    /** One script's calls. */
    final class Series {
        private final String name;
        private final List<Double> seen = new ArrayList<>();
        private final List<Double> inside = new ArrayList<>();

        private Series(String name) {
            this.name = name;
        }

        void clear() {
            seen.clear();
            inside.clear();
        }

        /** One round: a call for each value, one after the other. */
        <T> void of(List<T> values, Consumer<T> call) {
            double before = spent();
            for (T value : values) {
                long began = System.nanoTime();
                call.accept(value);
                seen.add((System.nanoTime() - began) / 1_000.0);
            }
            inside.add((spent() - before) / values.size());
        }

        void print() {
            System.out.printf(
                    "  %-28s %6.1f us in Redis (median of %d rounds; %.1f in the quietest tenth), %6.0f us for the caller"
                            + " (median of %,d calls)%n",
                    name, median(inside), inside.size(), lowest(inside), median(seen), seen.size());
        }

        /** What it costs when nobody else has the processor: a tenth of the rounds took less. */
        private static double lowest(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 10);
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }
}
