package io.spillway.cloud.device;

import io.spillway.contract.call.Devices;
import io.spillway.contract.call.HealthProbe;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sees whether a device is there, without calling it: it says so itself. */
public record DeviceProbe(String provider, List<TargetName> targets, Supplier<Devices> devices) implements HealthProbe {
    /** How soon jobs are told that a device has left; whoever comes back is used again at once. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    @Override
    public int keys() {
        return 1;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Optional<String> trouble() {
        return devices.get().find(provider).isPresent()
                ? Optional.empty()
                : Optional.of("no device is registered as " + provider);
    }
}
