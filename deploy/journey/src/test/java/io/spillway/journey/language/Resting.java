package io.spillway.journey.language;

import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A model that is exhausted from its first call on, says until when, and answers in 50 ms afterwards. */
public final class Resting implements Script {
    private static final Duration ANSWER = Duration.ofMillis(50);

    private final Duration rest;
    private final AtomicReference<Instant> reset = new AtomicReference<>();
    private final AtomicInteger early = new AtomicInteger();

    /** @param rest from the first call to the reset */
    public Resting(Duration rest) {
        this.rest = rest;
    }

    @Override
    public Reply reply(Received request) {
        Instant now = Instant.now();
        reset.compareAndSet(null, now.plus(rest));
        if (now.isBefore(reset.get())) {
            early.incrementAndGet();
            return Reply.status(429)
                    .header(
                            "retry-after-ms",
                            Long.toString(Duration.between(now, reset.get()).toMillis() + 1));
        }
        return Reply.text("rested").after(ANSWER);
    }

    /** When it answers again. */
    public Instant reset() {
        return reset.get();
    }

    /** Calls that it refused. */
    public int tooEarly() {
        return early.get();
    }
}
