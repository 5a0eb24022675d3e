package io.spillway.contract.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A job's name: {@code job_} and 26 characters of Crockford's base 32 (lower case), laid out like a ULID: 48 bits of
 * milliseconds since the epoch, 12 bits for the partition the job lives in, 68 random bits. Sorting ids sorts jobs by
 * time, and whoever holds an id knows the partition without asking.
 *
 * @see <a href="https://github.com/ulid/spec">ULID</a>
 */
public record JobId(@JsonValue String value) implements Comparable<JobId> {
    /** The most partitions an id can name. */
    public static final int MAX_PARTITIONS = 1 << 12;

    private static final String PREFIX = "job_";
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern FORM = Pattern.compile("job_[0-7][0-9a-hjkmnp-tv-z]{25}");
    /** 48 bits of time fill the first digits exactly. */
    private static final int TIME_DIGITS = 10;

    private static final int RANDOM_BITS = 68;
    private static final int PARTITION_BITS = 12;

    @JsonCreator
    public JobId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a job id: " + value);
        }
    }

    /** A new id for a job accepted at {@code at} that lives in {@code partition} (0 to 4095). */
    public static JobId create(Instant at, int partition, RandomGenerator random) {
        if (partition < 0 || partition >= MAX_PARTITIONS) {
            throw new IllegalArgumentException("partition out of range: " + partition);
        }
        byte[] noise = new byte[9];
        random.nextBytes(noise);
        noise[0] &= 0x0f;
        BigInteger bits = BigInteger.valueOf(at.toEpochMilli())
                .shiftLeft(PARTITION_BITS)
                .or(BigInteger.valueOf(partition))
                .shiftLeft(RANDOM_BITS)
                .or(new BigInteger(1, noise));
        char[] text = new char[26];
        for (int i = 25; i >= 0; i--) {
            text[i] = DIGITS.charAt(bits.intValue() & 31);
            bits = bits.shiftRight(5);
        }
        return new JobId(PREFIX + new String(text));
    }

    /** The id that {@code text} spells, or nothing if it spells none. */
    public static Optional<JobId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
    }

    /** What the ids of jobs made at {@code at} or later are not below, and the ids of earlier ones are. */
    public static String firstOf(Instant at) {
        BigInteger bits = BigInteger.valueOf(at.toEpochMilli());
        char[] text = new char[TIME_DIGITS];
        for (int i = TIME_DIGITS - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt(bits.intValue() & 31);
            bits = bits.shiftRight(5);
        }
        return PREFIX + new String(text);
    }

    /** The partition of {@code spillway.jobs} and {@code spillway.outcomes} that orders everything about this job. */
    public int partition() {
        return bits().shiftRight(RANDOM_BITS).intValue() & (MAX_PARTITIONS - 1);
    }

    /** When the id was made, to the millisecond. */
    public Instant createdAt() {
        return Instant.ofEpochMilli(
                bits().shiftRight(RANDOM_BITS + PARTITION_BITS).longValue());
    }

    private BigInteger bits() {
        BigInteger bits = BigInteger.ZERO;
        for (int i = PREFIX.length(); i < value.length(); i++) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(DIGITS.indexOf(value.charAt(i))));
        }
        return bits;
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
