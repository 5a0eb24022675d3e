package io.spillway.gguf.file;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server's answer says of the bytes that it brings (RFC 9110, sections 8.8 and 14.4).
 *
 * @param start the first of them; -1 where it does not say
 * @param total how many the whole file has; -1 where it does not say
 * @param version a mark of the version of the file, fit for {@code If-Range}
 */
record Answer(boolean partial, long start, long total, Optional<String> version) {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

    static Answer of(HttpResponse<?> response) {
        HttpHeaders headers = response.headers();
        Optional<String> version = version(headers);
        if (response.statusCode() == 200) {
            return new Answer(
                    false, 0, headers.firstValueAsLong("content-length").orElse(-1), version);
        }
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
        return range.matches()
                ? new Answer(
                        response.statusCode() == RangedGet.PARTIAL,
                        number(range.group(1)),
                        number(range.group(2)),
                        version)
                : new Answer(response.statusCode() == RangedGet.PARTIAL, -1, -1, version);
    }

    /** A weak mark ({@code W/}) does not promise the same bytes; the time of the last change stands in for one. */
    private static Optional<String> version(HttpHeaders headers) {
        return headers.firstValue("etag")
                .filter(mark -> !mark.startsWith("W/"))
                .or(() -> headers.firstValue("last-modified"));
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.equals("*") ? -1 : Long.parseLong(digits);
    }
}
