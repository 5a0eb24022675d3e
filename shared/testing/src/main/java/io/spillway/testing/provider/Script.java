package io.spillway.testing.provider;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What the provider answers to each request; called from many threads. */
@FunctionalInterface
public interface Script {
    /** The answer to {@code request}. */
    Reply reply(Received request);

    /** Always the same answer. */
    static Script always(Reply reply) {
        return _ -> reply;
    }

    /** One answer after the other; the last one repeats. */
    static Script sequence(Reply... replies) {
        AtomicInteger next = new AtomicInteger();
        return _ -> replies[Math.min(next.getAndIncrement(), replies.length - 1)];
    }

    /** This script, but {@code percent} of the requests, drawn by {@code seed} and their number, get {@code failure}. */
    default Script failing(int percent, long seed, Reply failure) {
        return request -> new SplittableRandom(seed * 1_000_003 + request.number()).nextInt(100) < percent
                ? failure
                : reply(request);
    }
}
