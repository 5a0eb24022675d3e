package io.spillway.contract.call;

import java.util.Optional;

/** Knows the devices that are there. */
@FunctionalInterface
public interface Devices {
    /** Nobody is there. */
    Devices NONE = _ -> Optional.empty();

    /** The device that is the provider {@code name}, if it is there; answers at once, from what was read a moment ago. */
    Optional<Device> find(String name);
}
