package io.spillway.cloud.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.outcome.Outcome;

/** What surrounds every call: whatever keeps it from its end becomes an outcome here, and nothing is thrown. */
public final class CallFrame {
    private CallFrame() {}

    /** The call itself. */
    @FunctionalInterface
    public interface Body {
        /** Makes it. */
        Outcome call() throws CallEnded, JsonProcessingException, InterruptedException;
    }

    /** Makes the call, unless it has been stopped before. */
    public static Outcome around(StopSignal stop, Body body) {
        if (stop.stopped()) {
            return new Outcome.Cancelled();
        }
        try {
            return body.call();
        } catch (CallEnded e) {
            return e.outcome();
        } catch (JsonProcessingException e) {
            return new Outcome.Rejected("the request cannot be written as JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Interrupted("the worker is stopping");
        } catch (RuntimeException e) {
            return new Outcome.Transient("unexpected " + e.getClass().getSimpleName());
        }
    }
}
