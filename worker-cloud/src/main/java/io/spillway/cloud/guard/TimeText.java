package io.spillway.cloud.guard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads every way in which providers write a wait or a moment: {@code 20}, {@code 7.66}, {@code 1700000000} (epoch
 * seconds), {@code 1700000000000} (epoch milliseconds), {@code 6m0s}, {@code 20ms}, {@code 5 minutes}, RFC 3339, and the
 * three HTTP dates (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, 5.6.7</a>). The answer may be
 * negative: then the moment has passed.
 */
final class TimeText {
    /** One amount with its unit, e.g. {@code 7m} or {@code 1.5 seconds}; not followed by a letter. */
    static final String AMOUNT = "\\d{1,13}(?:\\.\\d{1,12})?\\s{0,2}"
            + "(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])";

    private static final Pattern ONE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]+)");
    private static final Pattern DURATION = Pattern.compile(AMOUNT + "(?:\\s{0,2}" + AMOUNT + ")*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,16}(?:\\.\\d{1,12})?");
    private static final BigDecimal EPOCH_SECONDS = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal EPOCH_MILLIS = BigDecimal.valueOf(100_000_000_000L);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final List<DateTimeFormatter> OLD_HTTP_DATES = List.of(
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US));

    private TimeText() {}

    /** How long from {@code now} until what {@code text} says; nothing if it says nothing we know. */
    static Optional<Duration> until(String text, Instant now) {
        String plain = text.strip();
        if (NUMBER.matcher(plain).matches()) {
            return Optional.of(number(new BigDecimal(plain), now));
        }
        String lower = plain.toLowerCase(Locale.ROOT);
        return DURATION.matcher(lower).matches() ? Optional.of(amounts(lower)) : moment(plain, now);
    }

    private static Duration number(BigDecimal value, Instant now) {
        if (value.compareTo(EPOCH_SECONDS) < 0) {
            return millis(value.multiply(THOUSAND));
        }
        BigDecimal millis = value.compareTo(EPOCH_MILLIS) < 0 ? value.multiply(THOUSAND) : value;
        return Duration.between(now, Instant.ofEpochMilli(millis.longValue()));
    }

    private static Duration amounts(String text) {
        Duration sum = Duration.ZERO;
        Matcher amount = ONE.matcher(text);
        while (amount.find()) {
            sum = sum.plus(millis(new BigDecimal(amount.group(1)).multiply(unitMillis(amount.group(2)))));
        }
        return sum;
    }

    private static BigDecimal unitMillis(String unit) {
        if (unit.startsWith("ms") || unit.startsWith("milli")) {
            return BigDecimal.ONE;
        }
        return BigDecimal.valueOf(
                switch (unit.charAt(0)) {
                    case 's' -> 1_000L;
                    case 'm' -> 60_000L;
                    case 'h' -> 3_600_000L;
                    default -> 86_400_000L;
                });
    }

    /** Rounded up: a wait that is short by a fraction is a call too early. */
    private static Duration millis(BigDecimal millis) {
        return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue());
    }

    private static Optional<Duration> moment(String text, Instant now) {
        return parse(() -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from))
                .or(() -> parse(() -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)))
                .or(() -> OLD_HTTP_DATES.stream()
                        .flatMap(form ->
                                parse(() -> LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC)).stream())
                        .findFirst())
                .map(then -> Duration.between(now, then));
    }

    private static Optional<Instant> parse(Supplier<Instant> form) {
        try {
            return Optional.of(form.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
