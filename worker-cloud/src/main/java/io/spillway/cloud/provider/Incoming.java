package io.spillway.cloud.provider;

import io.spillway.contract.outcome.Outcome;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer to one request, read straight through by one virtual thread. Whatever keeps it from going on — a limit of
 * the clock, a broken connection, a stop, a body beyond all measure — ends the call with the outcome that it means.
 */
public final class Incoming implements AutoCloseable {
    /** More than any answer; a provider that sends more has lost its way. */
    public static final long LONGEST_BODY = 50L * 1024 * 1024;

    private static final int LONGEST_ERROR = 256 * 1024;
    /** The head has said it already: an error's body is worth little waiting. */
    private static final Duration ERROR_PATIENCE = Duration.ofSeconds(3);

    private final Exchange exchange;
    private final CallClock clock;
    private long read;

    Incoming(Exchange exchange, CallClock clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    /** The first lines of an answer. */
    public record Head(int status, HttpHeaders headers) {
        /** Whether it says yes. */
        public boolean ok() {
            return status / 100 == 2;
        }

        /** The media type without its parameters, empty if there is none. */
        public String mediaType() {
            return headers.firstValue("content-type")
                    .map(type -> type.split(";", 2)[0].strip())
                    .orElse("");
        }
    }

    /** The clock this call runs against. */
    public CallClock clock() {
        return clock;
    }

    /** Waits for the head; called first, once. */
    public Head head() throws CallEnded, InterruptedException {
        return switch (next(clock.left())) {
            case Signal.Head head -> new Head(head.status(), head.headers());
            case Signal.Bytes _, Signal.End _ -> throw broken();
            case Signal.Broken broken -> throw new CallEnded(Unreachable.outcome(broken.cause(), clock));
            case Signal.Stopped _ -> throw new CallEnded(new Outcome.Cancelled());
        };
    }

    /** Waits for more of the body; empty at its end. */
    public Optional<List<ByteBuffer>> more() throws CallEnded, InterruptedException {
        return more(clock.left());
    }

    /** The whole body. */
    public byte[] whole() throws CallEnded, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Optional<List<ByteBuffer>> next = more(); next.isPresent(); next = more()) {
            clock.token();
            next.get().forEach(buffer -> copy(buffer, body));
        }
        return body.toByteArray();
    }

    /** Reads to the end, so that the connection can be used again, but waits for it only {@code longest}. */
    public void drain(Duration longest) throws InterruptedException {
        try {
            boolean ended = false;
            while (!ended) {
                ended = more(longest).isEmpty();
            }
        } catch (CallEnded e) {
            // The answer is complete without it; closing drops the connection.
        }
    }

    /** The body that came with a head that says no, as much of it as there is. */
    public ErrorReply error(Head head) throws CallEnded, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long until = System.nanoTime() + ERROR_PATIENCE.toNanos();
        try {
            Optional<List<ByteBuffer>> next = more(ERROR_PATIENCE);
            while (next.isPresent() && body.size() < LONGEST_ERROR) {
                next.get().forEach(buffer -> copy(buffer, body));
                next = more(Duration.ofNanos(until - System.nanoTime()));
            }
        } catch (CallEnded e) {
            if (e.outcome() instanceof Outcome.Cancelled) {
                throw e;
            }
        }
        return ErrorReply.of(head.status(), head.headers(), body.toByteArray());
    }

    /** Drops the connection unless the body has been read to its end. */
    @Override
    public void close() {
        exchange.close();
    }

    private Optional<List<ByteBuffer>> more(Duration longest) throws CallEnded, InterruptedException {
        return switch (next(longest)) {
            case Signal.Bytes bytes -> {
                read += bytes.buffers().stream()
                        .mapToLong(ByteBuffer::remaining)
                        .sum();
                if (read > LONGEST_BODY) {
                    throw new CallEnded(new Outcome.Transient("the answer is longer than 50 MB"));
                }
                yield Optional.of(bytes.buffers());
            }
            case Signal.End _ -> Optional.empty();
            case Signal.Head _, Signal.Broken _ -> throw broken();
            case Signal.Stopped _ -> throw new CallEnded(new Outcome.Cancelled());
        };
    }

    private Signal next(Duration longest) throws CallEnded, InterruptedException {
        Optional<Signal> next = exchange.next(longest);
        if (next.isPresent()) {
            return next.get();
        }
        throw new CallEnded(new Outcome.Transient(clock.overdue()));
    }

    private static CallEnded broken() {
        return new CallEnded(new Outcome.Transient("the connection broke before the answer was complete"));
    }

    private static void copy(ByteBuffer from, ByteArrayOutputStream to) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        to.writeBytes(bytes);
    }
}
