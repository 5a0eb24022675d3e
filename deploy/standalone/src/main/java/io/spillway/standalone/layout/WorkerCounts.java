package io.spillway.standalone.layout;

import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.routing.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many workers of each kind: one of each that the configuration needs, unless told otherwise. */
final class WorkerCounts {
    private static final Set<String> KINDS = Set.of("local", "cloud", "gpu");

    private WorkerCounts() {}

    static Map<String, Integer> of(ClusterOptions options) {
        Map<String, Integer> counts = needed(options);
        options.workers().forEach((kind, count) -> {
            check(kind, count);
            counts.put(kind, count);
        });
        return counts;
    }

    private static Map<String, Integer> needed(ClusterOptions options) {
        Map<String, Integer> counts = new TreeMap<>();
        Path config = options.config();
        if (config == null) {
            counts.put("local", 1);
            return counts;
        }
        for (Pool pool : poolsOf(config, options.environment())) {
            counts.put(pool.word(), 1);
        }
        return counts;
    }

    private static Set<Pool> poolsOf(Path config, Map<String, String> added) {
        if (!Files.isRegularFile(config)) {
            throw new Complaint(
                    "The configuration does not exist.",
                    config.toString(),
                    "Set SPILLWAY_CONFIG to a spillway.yaml, or leave it out for the one that comes with Spillway.");
        }
        try {
            return ClusterFile.read(config, name -> added.containsKey(name) ? added.get(name) : System.getenv(name))
                    .pools();
        } catch (ConfigError e) {
            throw new Complaint(
                    "The configuration has a mistake: " + e.getMessage(),
                    config.toString(),
                    "Correct it and start again.");
        }
    }

    private static void check(String kind, int count) {
        if (!KINDS.contains(kind) || count < 0) {
            throw new Complaint(
                    "There is no such set of workers: " + kind + "=" + count + ".",
                    "--workers",
                    "Give counts by kind (local, cloud, gpu), e.g. --workers local=2,cloud=1.");
        }
    }
}
