package io.spillway.gateway.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Quotas as they stand in requests and answers. */
public final class QuotaFields {
    private static final String POLICY = "policy";
    private static final String REJECT = "reject";
    /** A long of millionths holds them all. */
    private static final long MOST = 1_000_000_000_000L;

    private QuotaFields() {}

    /** What a quota must be. */
    public static Rule rule() {
        Shape shape = new Shape().required(POLICY, (at, value) -> {
            if ("wait".equals(value.textValue())) {
                at.wrong("'wait' is not supported yet; should be reject");
            } else {
                Rule.oneOf(REJECT).check(at, value);
            }
        });
        for (String word : Quota.words()) {
            shape.optional(word, word.startsWith("cost") ? Rule.number(0, MOST) : Rule.integer(0, MOST));
        }
        return shape;
    }

    /** The quota in {@code node}, which the rule has passed; none for null. */
    public static Quota read(JsonNode node) {
        Map<String, BigDecimal> limits = new HashMap<>();
        Quota.words().stream()
                .filter(node::hasNonNull)
                .forEach(word -> limits.put(word, node.get(word).decimalValue()));
        return new Quota(limits);
    }

    /** As operators see it. */
    public static Map<String, Object> shown(Quota quota) {
        Map<String, Object> shown = new TreeMap<>(quota.limits());
        if (!shown.isEmpty()) {
            shown.put(POLICY, REJECT);
        }
        return shown;
    }
}
