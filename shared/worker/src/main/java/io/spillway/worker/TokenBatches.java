package io.spillway.worker;

import io.spillway.contract.call.TokenSink;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.TokenStreams;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Writes a call's text to its job's stream in batches, so that fast models do not cost a round trip a token. The text
 * is flushed by a thread of its own; while Redis is away it is kept.
 */
final class TokenBatches implements TokenSink, AutoCloseable {
    private static final Duration BATCH = Duration.ofMillis(30);

    private final TokenStreams streams;
    private final RunningJob job;
    private final Duration life;
    private final StringBuilder pending = new StringBuilder();
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean begun;
    private boolean closed;

    private TokenBatches(TokenStreams streams, RunningJob job) {
        this.streams = streams;
        this.job = job;
        this.life = job.grant().job().deadlines().resultTtl();
    }

    static TokenBatches open(TokenStreams streams, RunningJob job) {
        TokenBatches batches = new TokenBatches(streams, job);
        Thread.ofVirtual().name("tokens").start(batches::flushLoop);
        return batches;
    }

    @Override
    public synchronized void append(String text) {
        pending.append(text);
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
        Grant grant = job.grant();
        String text;
        boolean last;
        synchronized (this) {
            text = pending.toString();
            last = closed;
        }
        try {
            boolean ours = begun || streams.begin(grant.lease(), grant.target(), life);
            begun = true;
            ours = ours && (text.isEmpty() || streams.append(grant.lease(), text, life));
            if (!ours) {
                job.stop(StopReason.LOST);
                return true;
            }
            synchronized (this) {
                pending.delete(0, text.length());
                return last && pending.isEmpty();
            }
        } catch (RedisUnavailable e) {
            // Kept for the next round. At the end the settled job carries the whole text anyway.
            return last;
        }
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
