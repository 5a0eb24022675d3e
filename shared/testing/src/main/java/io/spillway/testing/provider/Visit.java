package io.spillway.testing.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of the journal: a request and what became of it.
 *
 * @param endedAt when the answer was out, or the connection gone
 */
public record Visit(Received request, Instant at, Optional<Instant> endedAt, Fate fate) {
    /** What became of a request. */
    public enum Fate {
        /** It is being answered. */
        OPEN,
        /** The answer went out as scripted. */
        ANSWERED,
        /** The script cut the connection. */
        CUT,
        /** The client hung up before the answer was out. */
        LEFT
    }

    Visit ended(Instant when, Fate how) {
        return fate == Fate.OPEN ? new Visit(request, at, Optional.of(when), how) : this;
    }
}
