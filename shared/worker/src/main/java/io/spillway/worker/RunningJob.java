package io.spillway.worker;

import io.spillway.contract.call.StopSignal;
import io.spillway.scheduling.Grant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A job that this worker is running: its grant, and the first reason it was told to stop, if it was. */
final class RunningJob {
    private final Grant grant;
    private final StopSignal signal = new StopSignal();
    private final AtomicReference<@Nullable StopReason> reason = new AtomicReference<>();

    RunningJob(Grant grant) {
        this.grant = grant;
    }

    Grant grant() {
        return grant;
    }

    StopSignal signal() {
        return signal;
    }

    void stop(StopReason why) {
        if (reason.compareAndSet(null, why)) {
            signal.stop();
        }
    }

    Optional<StopReason> stopped() {
        return Optional.ofNullable(reason.get());
    }
}
