package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One scripted answer.
 *
 * @param delay how long nothing at all is sent
 * @param headers sent beside those that the content needs
 * @param pace the pause before each token or piece; a plain answer waits for all of them at once
 */
public record Reply(
        Duration delay, int status, Map<String, String> headers, Content content, Duration pace, Ending ending) {
    /** What an answer carries. */
    public sealed interface Content {
        /** A chat completion, streamed by the word if the request says so; {@code {prompt}} stands for the prompt. */
        record Text(String text, String finishReason, boolean usage) implements Content {}

        /** A chat completion with a message of any shape, e.g. tool calls; streamed as one delta. */
        record Message(ObjectNode message, String finishReason) implements Content {}

        /** This body, with its length announced. */
        record Raw(String contentType, String body) implements Content {}

        /** These bytes, chunked exactly so. */
        record Pieces(String contentType, List<byte[]> pieces) implements Content {}

        /** A JSON string that goes on for so many bytes. */
        record Filler(long bytes) implements Content {}
    }

    /** How an answer stops. */
    public sealed interface Ending {
        /** It is sent whole. */
        record Whole() implements Ending {}

        /** After so many tokens or pieces (-1: before the first byte) the connection is reset. */
        record Cut(int after) implements Ending {}

        /** After so many tokens or pieces the connection is closed in good order. */
        record Closed(int after) implements Ending {}

        /** After so many tokens or pieces (-1: before the first byte) nothing more comes. */
        record Hang(int after) implements Ending {}
    }

    private static final Ending WHOLE = new Ending.Whole();

    /** A completed chat of {@code text}. */
    public static Reply text(String text) {
        return of(200, new Content.Text(text, "stop", true));
    }

    /** A completed chat of {@code count} words, one every {@code pace}. */
    public static Reply tokens(int count, Duration pace) {
        return text(IntStream.rangeClosed(1, count).mapToObj(n -> "word" + n).collect(Collectors.joining(" ")))
                .paced(pace);
    }

    /** A completed chat with this message. */
    public static Reply message(ObjectNode message, String finishReason) {
        return of(200, new Content.Message(message, finishReason));
    }

    /** An error of this status, in OpenAI's form. */
    public static Reply status(int status) {
        return json(
                status, "{\"error\":{\"message\":\"scripted " + status + "\",\"type\":\"scripted\",\"code\":null}}");
    }

    /** Any status with any JSON. */
    public static Reply json(int status, String body) {
        return raw(status, "application/json", body);
    }

    /** Any status with any body. */
    public static Reply raw(int status, String contentType, String body) {
        return of(status, new Content.Raw(contentType, body));
    }

    /** A 200 with these bytes. */
    public static Reply bytes(String contentType, byte[] body) {
        return pieces(contentType, body.length == 0 ? List.of() : List.of(body));
    }

    /** A 200 whose chunks are exactly these. */
    public static Reply pieces(String contentType, List<byte[]> pieces) {
        return of(200, new Content.Pieces(contentType, List.copyOf(pieces)));
    }

    /** A 200 that does not stop before {@code bytes} bytes. */
    public static Reply huge(long bytes) {
        return of(200, new Content.Filler(bytes));
    }

    /** Nothing, for ever. */
    public static Reply hang() {
        return text("").ending(new Ending.Hang(-1));
    }

    /** A reset instead of an answer. */
    public static Reply cut() {
        return text("").ending(new Ending.Cut(-1));
    }

    /** The same, {@code delay} later. */
    public Reply after(Duration delay) {
        return new Reply(delay, status, headers, content, pace, ending);
    }

    /** The same, with {@code pace} before each token. */
    public Reply paced(Duration pace) {
        return new Reply(delay, status, headers, content, pace, ending);
    }

    /** The same with one more header. */
    public Reply header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(delay, status, Map.copyOf(more), content, pace, ending);
    }

    /** The same, cut by a reset after {@code pieces} tokens (of a plain answer: after its first half). */
    public Reply cutAfter(int pieces) {
        return ending(new Ending.Cut(pieces));
    }

    /** The same, closed in good order after {@code pieces} tokens. */
    public Reply closedAfter(int pieces) {
        return ending(new Ending.Closed(pieces));
    }

    /** The same, but nothing more comes after {@code pieces} tokens. */
    public Reply hangAfter(int pieces) {
        return ending(new Ending.Hang(pieces));
    }

    private Reply ending(Ending ending) {
        return new Reply(delay, status, headers, content, pace, ending);
    }

    private static Reply of(int status, Content content) {
        return new Reply(Duration.ZERO, status, Map.of(), content, Duration.ZERO, WHOLE);
    }
}
