package io.spillway.gateway.openai.catalog;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The routes and targets of this cluster, as OpenAI's clients list models. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class ModelsResource {
    private final Cluster cluster;
    private final CurrentCaller current;

    ModelsResource(Cluster cluster, CurrentCaller current) {
        this.cluster = cluster;
        this.current = current;
    }

    /** Routes first, then targets, in the order of the configuration. */
    @GET
    @Operation(
            operationId = "listModels",
            summary = "What may be named as model",
            description = "Routes, then targets; of both those that the key may name.")
    @APIResponse(
            responseCode = "200",
            description = "All models.",
            content = @Content(schema = @Schema(implementation = ModelBody.Listed.class)))
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    public ModelBody.Listed list() {
        Stream<ModelBody> routes = cluster.routes().values().stream().map(ModelBody::of);
        Stream<ModelBody> targets = cluster.targets().values().stream().map(ModelBody::of);
        return new ModelBody.Listed(
                "list",
                Stream.concat(routes, targets)
                        .filter(model -> current.caller().grant().allows(model.id()))
                        .toList());
    }

    /** One of them. */
    @GET
    @Path("{id: .+}")
    @Operation(operationId = "getModel", summary = "One model", description = "A target's name has a slash in it.")
    @APIResponse(
            responseCode = "200",
            description = "The model.",
            content = @Content(schema = @Schema(implementation = ModelBody.class)))
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    public ModelBody one(@PathParam("id") String id) {
        Optional<ModelBody> route =
                Optional.ofNullable(cluster.routes().get(id)).map(ModelBody::of);
        return route.or(() -> target(id))
                .filter(model -> current.caller().grant().allows(model.id()))
                .orElseThrow(() -> Refusal.of(
                        Problem.Kind.NOT_FOUND,
                        List.of(new Problem.FieldError("model", "'" + id + "' is no route and no target here"))));
    }

    private Optional<ModelBody> target(String id) {
        return TargetName.wellFormed(id)
                ? Optional.ofNullable(cluster.targets().get(new TargetName(id))).map(ModelBody::of)
                : Optional.empty();
    }
}
