package io.spillway.gateway.artifacts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of an artifact a request wants.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110, range requests</a>
 */
sealed interface ByteRange {
    /** All of it; also where the header is not understood or wants several parts, as the RFC allows. */
    record Whole() implements ByteRange {}

    /** From {@code first} to {@code last}, both included. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** A part that does not exist. */
    record Beyond() implements ByteRange {}

    /** The header's form: {@code bytes=0-499}, {@code bytes=500-}, {@code bytes=-500}. */
    Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What {@code header} wants of {@code length} bytes. */
    static ByteRange of(@Nullable String header, long length) {
        Matcher match = FORM.matcher(header == null ? "" : header);
        if (!match.matches() || match.group(1).isEmpty() && match.group(2).isEmpty()) {
            return new Whole();
        }
        return match.group(1).isEmpty()
                ? last(Long.parseLong(match.group(2)), length)
                : from(Long.parseLong(match.group(1)), match.group(2), length);
    }

    private static ByteRange last(long count, long length) {
        return count == 0 || length == 0 ? new Beyond() : new Part(Math.max(0, length - count), length - 1);
    }

    private static ByteRange from(long first, String to, long length) {
        long last = to.isEmpty() ? length - 1 : Math.min(Long.parseLong(to), length - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return new Whole();
        }
        return first >= length ? new Beyond() : new Part(first, last);
    }
}
