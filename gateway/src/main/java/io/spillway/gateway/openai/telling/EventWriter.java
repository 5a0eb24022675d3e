package io.spillway.gateway.openai.telling;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Writes events to one client. A write waits until the socket takes it, so a slow reader holds back nobody and fills
 * nothing; one that takes nothing for {@link #CUT_OFF} is cut off.
 */
final class EventWriter {
    private static final Duration CUT_OFF = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final RoutingContext exchange;
    private final Vertx vertx;
    private long lastWrite = System.nanoTime();

    EventWriter(OutputStream out, RoutingContext exchange, Vertx vertx) {
        this.out = out;
        this.exchange = exchange;
        this.vertx = vertx;
    }

    /** Sends the head at once: a client may wait for it no longer than for an answer. Throws if the client is gone. */
    void open() throws IOException {
        write(KEEP_ALIVE);
    }

    /** Sends events, if there are any; throws if the client is gone. */
    void send(List<Frame> frames) throws IOException {
        if (!frames.isEmpty()) {
            StringBuilder text = new StringBuilder();
            frames.forEach(frame -> text.append(frame.text()));
            write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Says something that means nothing if nothing has been said for a while: it keeps proxies from hanging up. Throws if the client is gone. */
    void keepAlive() throws IOException {
        if (exchange.response().closed()) {
            throw new IOException("the client has hung up");
        }
        if (System.nanoTime() - lastWrite >= SILENCE.toNanos()) {
            write(KEEP_ALIVE);
        }
    }

    private void write(byte[] bytes) throws IOException {
        long timer = vertx.setTimer(
                CUT_OFF.toMillis(), _ -> exchange.request().connection().close());
        try {
            out.write(bytes);
            out.flush();
            lastWrite = System.nanoTime();
        } finally {
            vertx.cancelTimer(timer);
        }
    }
}
