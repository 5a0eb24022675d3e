package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.ops.RoutesResource;
import io.spillway.gateway.ops.SettingsResource;
import io.spillway.gateway.ops.TargetsResource;
import io.spillway.gateway.ops.WorkersResource;
import io.spillway.scheduling.PlanWaiting;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the whole cluster through the eyes of {@code /ops}, so that events and answers say the same. */
@Singleton
class Viewpoint {
    private final TargetsResource targets;
    private final RoutesResource routes;
    private final WorkersResource workers;
    private final SettingsResource settings;
    private final Backbone backbone;
    private final ObjectMapper json;

    Viewpoint(
            TargetsResource targets,
            RoutesResource routes,
            WorkersResource workers,
            SettingsResource settings,
            Backbone backbone,
            ObjectMapper json) {
        this.targets = targets;
        this.routes = routes;
        this.workers = workers;
        this.settings = settings;
        this.backbone = backbone;
        this.json = json;
    }

    /**
     * What waits with one plan.
     *
     * @param oldestAt epoch seconds at which the oldest of those next in turn was accepted
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Queued(
            String id,
            List<String> targets,
            long waiting,
            @Nullable Long oldestAt) {
        static Queued of(PlanWaiting plan) {
            List<String> targets =
                    plan.plan().targets().stream().map(TargetName::value).toList();
            return new Queued(
                    String.join(" → ", targets),
                    targets,
                    plan.waiting(),
                    plan.oldest().map(Instant::getEpochSecond).orElse(null));
        }
    }

    Panorama look() throws Away, RedisUnavailable {
        Instant at = Instant.now();
        Map<Part, Map<String, JsonNode>> rows = new EnumMap<>(Part.class);
        rows.put(Part.TARGETS, named("name", targets.targets().data()));
        rows.put(Part.ROUTES, named("name", routes.routes().data()));
        rows.put(Part.WORKERS, named("id", workers.workers().data()));
        rows.put(
                Part.QUEUE,
                named(
                        "id",
                        backbone.connections().scheduler().outlook().waiting().stream()
                                .map(Queued::of)
                                .toList()));
        ObjectNode set = json.valueToTree(settings.settings());
        rows.put(Part.SETTINGS, Map.of("settings", set.put("id", "settings")));
        return new Panorama(at, rows);
    }

    private Map<String, JsonNode> named(String name, List<?> bodies) {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        for (Object body : bodies) {
            ObjectNode row = json.valueToTree(body);
            // Follows from seen_at and the reader's clock; told, every worker would change with every look.
            row.remove("heartbeat_age_ms");
            rows.put(row.get(name).textValue(), row);
        }
        return rows;
    }
}
