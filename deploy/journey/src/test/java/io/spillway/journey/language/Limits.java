package io.spillway.journey.language;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a tenant or a key may use at most.
 *
 * @param most by the words of the API; of cost in millionths of the currency
 * @param waits whether what does not fit waits; else it is refused
 */
public record Limits(Map<String, Long> most, boolean waits) {
    private static final int MILLIONTHS = 6;
    private static final String CONCURRENT = "concurrent_jobs";
    private static final String WAITING = "waiting_jobs";

    /** No limit at all. */
    static final Limits NONE = new Limits(Map.of(), true);

    /** How many may be called at once. */
    long atOnce() {
        return most.getOrDefault(CONCURRENT, Long.MAX_VALUE);
    }

    /** Whether a job may be refused: by its policy, or because too many wait already. */
    boolean refuses() {
        return (!waits && !most.isEmpty()) || most.containsKey(WAITING);
    }

    /** The start of the window, in UTC, that {@code at} is in; {@code word} is a limit per minute or per day. */
    static Instant start(String word, Instant at) {
        return at.truncatedTo(word.endsWith("_per_minute") ? ChronoUnit.MINUTES : ChronoUnit.DAYS);
    }

    static boolean isWindow(String word) {
        return word.contains("_per_");
    }

    ObjectNode json() {
        ObjectNode quota = new ObjectMapper().createObjectNode();
        most.forEach((word, much) -> quota.put(
                word, word.startsWith("cost") ? BigDecimal.valueOf(much, MILLIONTHS) : BigDecimal.valueOf(much)));
        return most.isEmpty() ? quota : quota.put("policy", waits ? "wait" : "reject");
    }
}
