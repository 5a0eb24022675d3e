package io.spillway.worker;

import io.spillway.contract.call.TokenSink;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.TokenStreams;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Writes a call's text to its job's stream in batches, so that fast models do not cost a round trip a token. The text
 * is flushed by a thread of its own; while Redis is away it is kept, and should Redis lose what was written, it is
 * written again from its beginning.
 */
final class TokenBatches implements TokenSink, AutoCloseable {
    private static final Duration BATCH = Duration.ofMillis(30);

    private final TokenStreams streams;
    private final RunningJob job;
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch done = new CountDownLatch(1);
    private TokenStreams.Place place;
    /** How much of the text Redis has taken, and how much it may have taken: that is repeated until it answers. */
    private int written;

    private int sent;
    private boolean closed;

    private TokenBatches(TokenStreams streams, RunningJob job) {
        this.streams = streams;
        this.job = job;
        this.place = TokenStreams.Place.first(
                job.grant().lease(), job.grant().job().deadlines().resultTtl());
    }

    static TokenBatches open(TokenStreams streams, RunningJob job) {
        TokenBatches batches = new TokenBatches(streams, job);
        Thread.ofVirtual().name("tokens").start(batches::flushLoop);
        return batches;
    }

    @Override
    public synchronized void append(String more) {
        text.append(more);
    }

    private void flushLoop() {
        try {
            while (!flushed()) {
                Thread.sleep(BATCH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    /** Writes what there is; answers whether there will be no more. */
    private boolean flushed() {
        boolean last = isClosed();
        try {
            if (place.piece() == 0 && !went(streams.begin(place, job.grant().target()))) {
                return job.stopped().isPresent();
            }
            String piece = unwritten();
            if (!piece.isEmpty() && !went(streams.append(place, piece))) {
                return job.stopped().isPresent();
            }
            written = sent;
            return last && unwritten().isEmpty();
        } catch (RedisUnavailable e) {
            // Kept for the next round. At the end the settled job carries the whole text anyway.
            return last;
        }
    }

    private boolean went(TokenStreams.Written answer) {
        return switch (answer) {
            case TokenStreams.Written.Taken(var next) -> {
                place = next;
                yield true;
            }
            case TokenStreams.Written.Overtaken _ -> {
                job.stop(StopReason.LOST);
                yield false;
            }
            case TokenStreams.Written.Gone _ -> {
                place = place.again();
                written = 0;
                sent = 0;
                yield false;
            }
        };
    }

    private synchronized String unwritten() {
        if (sent == written) {
            sent = text.length();
        }
        return text.substring(written, sent);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Writes the rest. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
