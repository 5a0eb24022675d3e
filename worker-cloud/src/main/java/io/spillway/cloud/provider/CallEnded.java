package io.spillway.cloud.provider;

import io.spillway.contract.outcome.Outcome;

/** Ends the reading of an answer wherever it stands: the call's outcome is already known. Never leaves this room. */
public final class CallEnded extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    public CallEnded(Outcome outcome) {
        super(outcome.word(), null, false, false);
        this.outcome = outcome;
    }

    /** How the call ended. */
    public Outcome outcome() {
        return outcome;
    }
}
