package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Place;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import io.spillway.scheduling.JobsQuery;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which ended jobs are to be submitted again.
 *
 * @param dryRun they are only to be counted
 * @param after only those that are listed after this one
 */
record RetryRequest(JobsQuery query, boolean dryRun, Optional<String> after) {
    private static final int LONGEST = 300;
    private static final long LAST_SECOND = 99_999_999_999L;
    private static final Shape FILTER = new Shape()
            .required("status", Rule.oneOf("failed", "expired", "cancelled"))
            .optional("model", Rule.text(LONGEST))
            .optional("tenant", Rule.text(LONGEST))
            .optional("target", Rule.text(LONGEST))
            .optional("error", Rule.text(LONGEST))
            .optional("created_after", Rule.integer(0, LAST_SECOND))
            .optional("created_before", Rule.integer(0, LAST_SECOND))
            .optional("metadata", RetryRequest::pairs);
    private static final Shape SHAPE = new Shape()
            .required("filter", FILTER)
            .optional("dry_run", Rule.flag())
            .optional("after", Rule.text(LONGEST));

    static RetryRequest read(InputStream body) throws Refusal {
        JsonNode request = RequestBytes.object(body, SHAPE);
        return new RetryRequest(
                query(request.path("filter")), request.path("dry_run").asBoolean(false), text(request, "after"));
    }

    private static JobsQuery query(JsonNode filter) throws Refusal {
        Map<String, String> metadata = new HashMap<>();
        filter.path("metadata")
                .properties()
                .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().textValue()));
        return new JobsQuery(
                named(filter, "tenant", TenantId::new, "should be a tenant's id"),
                text(filter, "status").flatMap(JobStatus::of),
                text(filter, "model"),
                named(filter, "target", TargetName::new, "should be provider/model"),
                text(filter, "error"),
                time(filter, "created_after"),
                time(filter, "created_before"),
                metadata);
    }

    private static void pairs(Place at, JsonNode value) {
        Rule.object().check(at, value);
        value.properties().forEach(pair -> Rule.text(LONGEST).check(at.at(pair.getKey()), pair.getValue()));
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue());
    }

    private static Optional<Instant> time(JsonNode node, String name) {
        return node.hasNonNull(name)
                ? Optional.of(Instant.ofEpochSecond(node.get(name).longValue()))
                : Optional.empty();
    }

    private static <T> Optional<T> named(JsonNode node, String name, Function<String, T> reading, String rule)
            throws Refusal {
        try {
            return text(node, name).map(reading);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError("filter." + name, rule)));
        }
    }
}
