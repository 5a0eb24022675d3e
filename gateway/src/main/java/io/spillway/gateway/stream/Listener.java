package io.spillway.gateway.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpConnection;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whoever reads a stream. One event at a time is on its way: the next is written when the socket has taken the last, so
 * a slow reader holds back nobody and fills nothing; one that takes nothing for {@link #CUT_OFF} is cut off.
 */
public final class Listener implements AutoCloseable {
    private static final Duration CUT_OFF = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final SseEventSink sink;
    private final Sse sse;
    private final HttpConnection connection;
    private final ObjectMapper json;
    private long lastWrite = System.nanoTime();

    /** Somebody who has asked for a stream, and the connection it came by. */
    public Listener(SseEventSink sink, Sse sse, HttpConnection connection, ObjectMapper json) {
        this.sink = sink;
        this.sse = sse;
        this.connection = connection;
        this.json = json;
    }

    /** @return whether it still listens */
    boolean tell(JobEvent event) throws InterruptedException {
        return write(sse.newEventBuilder()
                .id(Long.toString(event.id()))
                .name(event.name())
                .data(text(event.data()))
                .build());
    }

    /**
     * Tells something that nobody resumes from.
     *
     * @return whether it still listens
     */
    public boolean tell(String name, Object data) throws InterruptedException {
        return write(sse.newEventBuilder().name(name).data(text(data)).build());
    }

    /** Says something that means nothing if nothing has been said for a while: it keeps proxies from hanging up. */
    public void keepAlive() throws InterruptedException {
        if (System.nanoTime() - lastWrite >= SILENCE.toNanos()) {
            write(sse.newEventBuilder().comment(" keep-alive").build());
        }
    }

    /** Whether it has hung up. */
    public boolean gone() {
        return sink.isClosed();
    }

    private boolean write(OutboundSseEvent event) throws InterruptedException {
        if (sink.isClosed()) {
            return false;
        }
        try {
            sink.send(event).toCompletableFuture().get(CUT_OFF.toMillis(), TimeUnit.MILLISECONDS);
            lastWrite = System.nanoTime();
            return true;
        } catch (TimeoutException e) {
            connection.close();
            return false;
        } catch (ExecutionException | IllegalStateException e) {
            return false;
        }
    }

    private String text(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
