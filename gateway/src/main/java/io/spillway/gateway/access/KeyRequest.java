package io.spillway.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.cluster.Cluster;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import io.spillway.gateway.tenants.Quota;
import io.spillway.gateway.tenants.QuotaFields;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A key to be made.
 *
 * @param scopes one or more
 * @param models the routes and targets it may name
 */
record KeyRequest(
        Set<Scope> scopes,
        Optional<Set<String>> models,
        Optional<Integer> maxPriority,
        Optional<Instant> expiresAt,
        Optional<Quota> quota) {
    private static final int MOST_MODELS = 100;
    private static final int LONGEST_MODEL = 200;
    private static final int LEAST_URGENT = 9;
    private static final long LATEST = 100_000_000_000L;

    static KeyRequest read(InputStream body, Cluster cluster, Instant now) throws Refusal {
        JsonNode fields = RequestBytes.object(body, shape(cluster));
        Optional<Instant> expires = present(fields, "expires_at").map(node -> Instant.ofEpochSecond(node.longValue()));
        if (expires.filter(end -> !end.isAfter(now)).isPresent()) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError("expires_at", "should be epoch seconds in the future")));
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        fields.get("scopes").forEach(word -> scopes.add(Scope.of(word.textValue())));
        return new KeyRequest(
                scopes,
                present(fields, "models").map(KeyRequest::texts),
                present(fields, "max_priority").map(JsonNode::intValue),
                expires,
                present(fields, "quota").map(QuotaFields::read));
    }

    private static Shape shape(Cluster cluster) {
        Rule model = (at, value) -> {
            Rule.text(LONGEST_MODEL).check(at, value);
            if (value.isTextual() && cluster.route(value.textValue()).isEmpty()) {
                at.wrong("is no route and no target of this cluster");
            }
        };
        return new Shape()
                .required(
                        "scopes", Rule.list(1, Scope.values().length, Rule.oneOf("submit", "read", "device", "admin")))
                .optional("models", Rule.list(1, MOST_MODELS, model))
                .optional("max_priority", Rule.integer(0, LEAST_URGENT))
                .optional("expires_at", Rule.integer(0, LATEST))
                .optional("quota", QuotaFields.rule());
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(element -> texts.add(element.textValue()));
        return texts;
    }

    private static Optional<JsonNode> present(JsonNode fields, String name) {
        return fields.hasNonNull(name) ? Optional.of(fields.get(name)) : Optional.empty();
    }
}
