package io.spillway.cloud.provider;

import io.spillway.contract.cluster.Target.Timeouts;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Watches the limits of one call: its first token, the pauses after it, and the whole. Used by one thread. */
public final class CallClock {
    private final Timeouts limits;
    private final LongSupplier nanos;
    private final long start;
    private long lastToken;
    private boolean begun;

    /** @param nanos a monotonic clock such as {@link System#nanoTime} */
    CallClock(Timeouts limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** The answer has begun, or goes on. */
    public void token() {
        begun = true;
        lastToken = nanos.getAsLong();
    }

    /** How long until the next limit is reached; zero or less if it has been. */
    Duration left() {
        return min(pauseLeft(), totalLeft());
    }

    /** Which limit has been reached. */
    String overdue() {
        if (totalLeft().compareTo(pauseLeft()) <= 0) {
            return "not finished within " + words(limits.total());
        }
        return begun
                ? "no further token within " + words(limits.betweenTokens())
                : "no first token within " + words(limits.firstToken());
    }

    /** That the connection took too long to make. */
    String unconnected() {
        return "no connection within " + words(limits.connect());
    }

    private Duration pauseLeft() {
        Duration since = Duration.ofNanos(nanos.getAsLong() - (begun ? lastToken : start));
        return (begun ? limits.betweenTokens() : limits.firstToken()).minus(since);
    }

    private Duration totalLeft() {
        return limits.total().minusNanos(nanos.getAsLong() - start);
    }

    /** A duration as people say it: {@code 30 s}, {@code 250 ms}. */
    static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
