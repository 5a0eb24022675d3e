package io.spillway.cloud;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ConfigError;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which providers are told of traces: {@code SPILLWAY_TRACED_PROVIDERS}, names with commas between. */
final class TracedProviders {
    static final String VARIABLE = "SPILLWAY_TRACED_PROVIDERS";

    private TracedProviders() {}

    /** @throws ConfigError if one of them is not in the configuration */
    static Set<String> of(Cluster cluster, Map<String, String> environment) throws ConfigError {
        Set<String> named = Arrays.stream(environment.getOrDefault(VARIABLE, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        for (String name : named) {
            if (!cluster.providers().containsKey(name)) {
                throw new ConfigError(VARIABLE + ": there is no provider " + name + " in the configuration");
            }
        }
        return named;
    }
}
