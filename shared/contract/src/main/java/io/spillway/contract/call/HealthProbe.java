package io.spillway.contract.call;

import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a provider whether it is well, at no charge. */
public interface HealthProbe {
    /** Its name in the configuration. */
    String provider();

    /** The targets that are not to be called while it is not well. */
    List<TargetName> targets();

    /** How many keys each of them has. */
    int keys();

    /** How often it is to be asked. */
    Duration every();

    /** Asks, blocking for some seconds at most; what is wrong, in one line for people, or nothing if it is well. */
    Optional<String> trouble() throws InterruptedException;
}
