package io.spillway.gateway.openai.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Plan;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One name that a client may give as {@code model}.
 *
 * @param created 0: a configuration does not say since when it has a model
 * @param ownedBy {@code spillway} for a route, else the provider's name
 * @param targets where a route leads, best first
 */
@Schema(name = "Model", description = "A route or a target.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelBody(
        @Schema(examples = "openai/gpt-4.1-mini") String id,
        @Schema(examples = "model") String object,
        long created,

        @JsonProperty("owned_by") @Schema(examples = "openai")
        String ownedBy,

        @Nullable String label,
        @Nullable List<String> types,
        @Nullable List<String> targets) {

    /** All of them. */
    @Schema(name = "Models")
    public record Listed(@Schema(examples = "list") String object, List<ModelBody> data) {}

    static ModelBody of(Target target) {
        return new ModelBody(
                target.name().value(),
                "model",
                0,
                target.name().provider(),
                target.label().orElse(null),
                target.types().stream().map(JobType::word).sorted().toList(),
                null);
    }

    static ModelBody of(Route route) {
        return new ModelBody(
                route.name(),
                "model",
                0,
                "spillway",
                null,
                null,
                route.plan().choices().stream()
                        .map((Plan.Choice choice) -> choice.target().value())
                        .toList());
    }
}
