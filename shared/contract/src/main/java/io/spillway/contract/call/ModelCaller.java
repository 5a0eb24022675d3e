package io.spillway.contract.call;

import io.spillway.contract.outcome.Outcome;

/** Whatever can call models: a provider's client, or the engines of a GGUF worker. */
@FunctionalInterface
public interface ModelCaller {
    /**
     * Makes one call, without retries, on the calling (virtual) thread, and returns when it has ended. Must not throw:
     * whatever happens is an outcome. After {@link StopSignal#stopped()} it stops the work upstream and returns within
     * a second, with {@link Outcome.Cancelled} unless it had already finished.
     */
    Outcome call(ModelCall call, TokenSink tokens, StopSignal stop);
}
