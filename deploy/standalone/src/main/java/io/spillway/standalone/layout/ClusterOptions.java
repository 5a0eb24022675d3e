package io.spillway.standalone.layout;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a cluster on this machine.
 *
 * @param home where it keeps its data
 * @param config its {@code spillway.yaml}, or null for the built-in default of one local worker
 * @param ports the ports asked for
 * @param workers counts by kind, e.g. {@code local=2}; kinds left out get what the configuration needs
 * @param outside what already runs elsewhere
 * @param environment added to the environment of gateway and workers
 * @param applications how gateway and workers are run
 */
public record ClusterOptions(
        Home home,
        @Nullable Path config,
        PortWishes ports,
        Map<String, Integer> workers,
        Outside outside,
        Map<String, String> environment,
        Applications applications) {

    /** The cluster of a checkout: its configuration, its packaged applications, default ports, data in {@code home}. */
    public static ClusterOptions of(Path root, Path home) {
        return new ClusterOptions(
                new Home(home),
                ConfigPlace.in(root),
                PortWishes.NONE,
                Map.of(),
                Outside.NOTHING,
                Map.of(),
                Applications.builtIn(root.toAbsolutePath()));
    }

    /** With this configuration. */
    public ClusterOptions config(Path file) {
        return new ClusterOptions(home, file, ports, workers, outside, environment, applications);
    }

    /** With these ports. */
    public ClusterOptions ports(PortWishes wishes) {
        return new ClusterOptions(home, config, wishes, workers, outside, environment, applications);
    }

    /** With these counts of workers. */
    public ClusterOptions workers(Map<String, Integer> counts) {
        return new ClusterOptions(home, config, ports, Map.copyOf(counts), outside, environment, applications);
    }

    /** With a Kafka or a Redis that runs elsewhere. */
    public ClusterOptions outside(Outside running) {
        return new ClusterOptions(home, config, ports, workers, running, environment, applications);
    }

    /** With more environment for gateway and workers. */
    public ClusterOptions environment(Map<String, String> added) {
        return new ClusterOptions(home, config, ports, workers, outside, Map.copyOf(added), applications);
    }

    /** With other applications. */
    public ClusterOptions applications(Applications other) {
        return new ClusterOptions(home, config, ports, workers, outside, environment, other);
    }
}
