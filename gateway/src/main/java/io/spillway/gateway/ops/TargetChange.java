package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.routing.Adjustment;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;

/** What is to be changed of a target: what is left out stays, null is what the configuration says. */
record TargetChange(JsonNode fields) {
    private static final int MOST_CALLS = 100_000;
    private static final int MOST_REQUESTS = 10_000_000;
    private static final int MOST_TOKENS = 1_000_000_000;
    private static final int MOST_WEIGHT = 1_000_000;

    static TargetChange read(InputStream body) throws Refusal {
        return new TargetChange(RequestBytes.object(
                body,
                new Shape()
                        .optional("enabled", Rule.flag())
                        .optional("weight", Rule.integer(0, MOST_WEIGHT))
                        .optional(
                                "limits",
                                new Shape()
                                        .optional("concurrency", Rule.integer(1, MOST_CALLS))
                                        .optional("rpm", Rule.integer(1, MOST_REQUESTS))
                                        .optional("tpm", Rule.integer(1, MOST_TOKENS)))));
    }

    /** Whether it is to be called at all, if that is to change. */
    Optional<Boolean> enabled() {
        return fields.hasNonNull("enabled") ? Optional.of(fields.get("enabled").booleanValue()) : Optional.empty();
    }

    /** {@code before} with the changes. */
    Adjustment applied(Adjustment before) {
        JsonNode limits = fields.path("limits");
        return new Adjustment(
                applied(limits, "concurrency", before.concurrency()),
                applied(limits, "rpm", before.rpm()),
                applied(limits, "tpm", before.tpm()),
                applied(fields, "weight", before.weight()));
    }

    private static OptionalInt applied(JsonNode fields, String name, OptionalInt before) {
        // "limits": null takes back all three.
        boolean takenBack = fields.isNull() || fields.path(name).isNull();
        if (takenBack) {
            return OptionalInt.empty();
        }
        return fields.has(name) ? OptionalInt.of(fields.get(name).intValue()) : before;
    }
}
