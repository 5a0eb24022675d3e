package io.spillway.contract.cluster;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes as people write them: {@code 500MB}, {@code 7.5GB}, {@code 8GiB}. */
final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([KMGT]i?)?B");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "K", 1_000L,
            "M", 1_000_000L,
            "G", 1_000_000_000L,
            "T", 1_000_000_000_000L,
            "Ki", 1L << 10,
            "Mi", 1L << 20,
            "Gi", 1L << 30,
            "Ti", 1L << 40);

    private ByteSize() {}

    /** The bytes that {@code text} means, at least one; nothing where it is no size. */
    static Optional<Long> parse(String text) {
        Matcher match = SIZE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        String unit = Optional.ofNullable(match.group(2)).orElse("");
        BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
        boolean usable = bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
        return usable ? Optional.of(Math.max(1, bytes.longValue())) : Optional.empty();
    }
}
