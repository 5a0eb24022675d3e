package io.spillway.gateway.backbone;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Whether the process has been asked to stop: from then on it is not ready, and whoever waits is let go. */
@Singleton
public class Draining {
    private volatile boolean begun;

    void onDelay(@Observes ShutdownDelayInitiatedEvent event) {
        begun = true;
    }

    void onStop(@Observes ShutdownEvent event) {
        begun = true;
    }

    /** Whether the process has been asked to stop. */
    public boolean begun() {
        return begun;
    }
}
