package io.spillway.gateway.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client prefers: {@code Prefer: wait=N}. A preference that makes no sense is ignored, as the RFC wants it.
 *
 * @param seconds how long to hold the answer, 1 to 60
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>
 */
record Preference(int seconds) {
    private static final int LONGEST = 60;
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])");

    static Optional<Preference> of(List<String> headers) {
        Matcher match = WAIT.matcher(String.join(",", headers));
        if (!match.find() || Integer.parseInt(match.group(1)) == 0) {
            return Optional.empty();
        }
        return Optional.of(new Preference(Math.min(LONGEST, Integer.parseInt(match.group(1)))));
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** What {@code Preference-Applied} says. */
    String applied() {
        return "wait=" + seconds;
    }
}
