package io.spillway.testing.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends one scripted answer down one connection. */
final class Answering {
    private final OutputStream out;
    private final CountDownLatch gone;

    /** @param gone reaches zero when the client has hung up */
    Answering(OutputStream out, CountDownLatch gone) {
        this.out = out;
        this.gone = gone;
    }

    /** Plays everything but the last bytes of {@code reply}. */
    Last play(Reply reply, Received request) throws IOException, InterruptedException {
        Rendering rendering = Rendering.of(reply, request);
        int pieces = switch (reply.ending()) {
            case Reply.Ending.Whole _ -> Integer.MAX_VALUE;
            case Reply.Ending.Cut cut -> cut.after();
            case Reply.Ending.Closed closed -> closed.after();
            case Reply.Ending.Hang hang -> hang.after();
        };
        boolean alive = stay(rendering.silence());
        if (alive && pieces >= 0) {
            out.write(head(reply, rendering));
            send(rendering, rendering.preface().getBytes(StandardCharsets.UTF_8));
            alive = stream(rendering, pieces);
        }
        return switch (reply.ending()) {
            case Reply.Ending.Whole _ -> alive ? new Last.Bytes(end(rendering)) : new Last.Left();
            case Reply.Ending.Cut _ -> alive ? new Last.Reset() : new Last.Left();
            case Reply.Ending.Closed _ -> alive ? new Last.Close() : new Last.Left();
            case Reply.Ending.Hang _ -> {
                gone.await();
                yield new Last.Left();
            }
        };
    }

    /** What is left to do when an answer has been played. */
    sealed interface Last {
        /** Send these and keep the connection. */
        record Bytes(String text) implements Last {}

        /** Reset the connection. */
        record Reset() implements Last {}

        /** Close the connection in good order. */
        record Close() implements Last {}

        /** Nothing: the client has hung up. */
        record Left() implements Last {}
    }

    private boolean stream(Rendering rendering, int most) throws IOException, InterruptedException {
        Iterator<byte[]> pieces = rendering.pieces();
        for (int sent = 0; sent < most && pieces.hasNext(); sent++) {
            byte[] piece = pieces.next();
            if (!stay(rendering.pace())) {
                return false;
            }
            send(rendering, piece);
        }
        return true;
    }

    private void send(Rendering rendering, byte[] piece) throws IOException {
        out.write(framed(rendering, piece));
        out.flush();
    }

    private static byte[] framed(Rendering rendering, byte[] piece) {
        if (rendering.length().isPresent() || piece.length == 0) {
            return piece;
        }
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(piece.length + 16);
        chunk.writeBytes(ascii(Integer.toHexString(piece.length) + "\r\n"));
        chunk.writeBytes(piece);
        chunk.writeBytes(ascii("\r\n"));
        return chunk.toByteArray();
    }

    private static String end(Rendering rendering) {
        byte[] trailer = framed(rendering, rendering.trailer().getBytes(StandardCharsets.UTF_8));
        String last = rendering.length().isPresent() ? "" : "0\r\n\r\n";
        return new String(trailer, StandardCharsets.UTF_8) + last;
    }

    private static byte[] head(Reply reply, Rendering rendering) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Scripted\r\n");
        head.append("content-type: ").append(rendering.contentType()).append("\r\n");
        rendering
                .length()
                .ifPresentOrElse(
                        length -> head.append("content-length: ").append(length).append("\r\n"),
                        () -> head.append("transfer-encoding: chunked\r\n"));
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        return ascii(head.append("\r\n").toString());
    }

    /** Waits, unless the client hangs up meanwhile. */
    private boolean stay(Duration pause) throws InterruptedException {
        return pause.isZero() ? gone.getCount() > 0 : !gone.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
