package io.spillway.testing.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * An answer as bytes.
 *
 * @param length what Content-Length announces; none where the body is chunked
 * @param silence how long nothing is sent before the head
 * @param preface sent together with the head, not counted as a piece
 * @param pieces each sent after {@code pace}
 * @param trailer sent at once after the last piece
 */
record Rendering(
        String contentType,
        OptionalLong length,
        Duration silence,
        String preface,
        Iterator<byte[]> pieces,
        Duration pace,
        String trailer) {
    private static final int FILLER_PIECE = 64 * 1024;

    static Rendering of(Reply reply, Received request) {
        return switch (reply.content()) {
            case Reply.Content.Text text ->
                Form.of(request)
                        .map(form -> form.text(text, reply, request))
                        .orElseGet(() -> OpenAiForm.text(text, reply, request));
            case Reply.Content.Message message ->
                Form.of(request)
                        .map(form -> form.message(message, reply, request))
                        .orElseGet(() -> OpenAiForm.message(message, reply, request));
            case Reply.Content.Raw raw -> halves(raw.contentType(), raw.body(), reply.delay());
            case Reply.Content.Pieces some ->
                new Rendering(
                        some.contentType(),
                        OptionalLong.empty(),
                        reply.delay(),
                        "",
                        some.pieces().iterator(),
                        reply.pace(),
                        "");
            case Reply.Content.Filler filler -> filler(filler.bytes(), reply);
        };
    }

    /** A body of known length: half of it as a piece, so that it can be cut in the middle, and half as the trailer. */
    static Rendering halves(String contentType, String body, Duration silence) {
        int middle = body.offsetByCodePoints(0, body.codePointCount(0, body.length()) / 2);
        return new Rendering(
                contentType,
                OptionalLong.of(bytes(body).length),
                silence,
                "",
                List.of(bytes(body.substring(0, middle))).iterator(),
                Duration.ZERO,
                body.substring(middle));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Rendering filler(long bytes, Reply reply) {
        byte[] piece = new byte[FILLER_PIECE];
        Arrays.fill(piece, (byte) 'x');
        piece[0] = '"';
        Iterator<byte[]> pieces = new Iterator<>() {
            private long left = bytes;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public byte[] next() {
                left -= piece.length;
                return piece;
            }
        };
        return new Rendering("application/json", OptionalLong.empty(), reply.delay(), "", pieces, reply.pace(), "");
    }
}
