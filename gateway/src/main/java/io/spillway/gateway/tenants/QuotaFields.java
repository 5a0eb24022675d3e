package io.spillway.gateway.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import io.spillway.scheduling.QuotaLimit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Quotas as they stand in requests and answers. */
public final class QuotaFields {
    private static final String POLICY = "policy";
    private static final String REJECT = "reject";
    private static final String WAIT = "wait";
    /** A long of millionths holds them all. */
    private static final long MOST = 1_000_000_000_000L;

    private QuotaFields() {}

    /** What a quota must be. */
    public static Rule rule() {
        Shape shape = new Shape().optional(POLICY, Rule.oneOf(WAIT, REJECT));
        for (QuotaLimit limit : Quota.known()) {
            boolean cost = limit.measure() == QuotaLimit.Measure.COST;
            shape.optional(limit.word(), cost ? Rule.number(0, MOST) : Rule.integer(0, MOST));
        }
        return shape;
    }

    /** The quota in {@code node}, which the rule has passed; none for null. */
    public static Quota read(JsonNode node) {
        Map<String, BigDecimal> limits = new HashMap<>();
        Quota.known().stream()
                .map(QuotaLimit::word)
                .filter(node::hasNonNull)
                .forEach(word -> limits.put(word, node.get(word).decimalValue()));
        return new Quota(limits, !REJECT.equals(node.path(POLICY).textValue()));
    }

    /** As operators see it. */
    public static Map<String, Object> shown(Quota quota) {
        Map<String, Object> shown = new TreeMap<>(quota.limits());
        if (!shown.isEmpty()) {
            shown.put(POLICY, quota.waits() ? WAIT : REJECT);
        }
        return shown;
    }
}
