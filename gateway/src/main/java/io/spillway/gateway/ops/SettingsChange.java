package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.availability.ClusterSettings;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;

/** What is to be changed of the settings: what is left out stays, null is what the file says. */
record SettingsChange(JsonNode fields) {
    static SettingsChange read(InputStream body, Cluster cluster) throws Refusal {
        return new SettingsChange(RequestBytes.object(
                body,
                new Shape()
                        .optional("fallback", Rule.flag())
                        .optional("mode", oneOf(cluster.routes().keySet()))
                        .optional(
                                "backup",
                                oneOf(cluster.targets().keySet().stream()
                                        .map(TargetName::value)
                                        .toList()))));
    }

    private static Rule oneOf(Collection<String> names) {
        return Rule.oneOf(names.toArray(String[]::new));
    }

    /** {@code before} with the changes. */
    ClusterSettings applied(ClusterSettings before) {
        return new ClusterSettings(
                fields.has("fallback") ? fields.path("fallback").asBoolean(true) : before.fallback(),
                fields.has("mode") ? text("mode") : before.mode(),
                fields.has("backup") ? text("backup").map(TargetName::new) : before.backup());
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(fields.path(name).textValue());
    }
}
