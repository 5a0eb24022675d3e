package io.spillway.cloud.lookout;

import io.spillway.cloud.provider.Connections;
import io.spillway.contract.call.HealthProbe;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks a provider at its health path: a 2xx is well.
 *
 * @param targets those of the provider
 * @param keys how many it has, 1 where it wants none
 */
public record HttpProbe(
        Provider source, Provider.Health health, List<TargetName> targets, int keys, Connections connections)
        implements HealthProbe {
    @Override
    public String provider() {
        return source.name();
    }

    @Override
    public Duration every() {
        return health.every();
    }

    @Override
    public Optional<String> trouble() throws InterruptedException {
        return switch (new Lookup(source, connections).get(health.path())) {
            case Lookup.Found.Silent silent -> Optional.of(silent.why());
            case Lookup.Found.Answered answered ->
                answered.status() / 100 == 2
                        ? Optional.empty()
                        : Optional.of("GET " + health.path() + " answered " + answered.status());
        };
    }
}
