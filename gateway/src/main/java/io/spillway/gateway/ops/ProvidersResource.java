package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.WorkerReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The providers of the configuration, and whether workers reach them. */
@Path("/ops/providers")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ProvidersResource {
    /** A list of providers. */
    @Schema(name = "Providers")
    public record Providers(@Schema(examples = "list") String object, List<ProviderBody> data) {}

    private final Cluster cluster;
    private final LookingAtProviders looking;

    ProvidersResource(Cluster cluster, LookingAtProviders looking) {
        this.cluster = cluster;
        this.looking = looking;
    }

    /** The providers, in the configuration's order. */
    @GET
    @Operation(operationId = "listProviders", summary = "The providers, and what workers found there")
    @APIResponse(
            responseCode = "200",
            description = "The providers, in the configuration's order.",
            content = @Content(schema = @Schema(implementation = Providers.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Providers providers() {
        List<WorkerReport> workers = looking.workers();
        return new Providers(
                "list",
                cluster.providers().values().stream()
                        .map(provider -> ProviderBody.of(provider, cluster, workers))
                        .toList());
    }

    /** Has a provider looked at. */
    @POST
    @Path("{provider}/check")
    @Operation(
            operationId = "checkProvider",
            summary = "Have a provider looked at by the workers that call it",
            description = "Is it there, does it take the key, does it list the models: at no charge. Held until all of"
                    + " them have looked, 15 seconds at most.")
    @APIResponse(
            responseCode = "200",
            description = "The provider, with what they found.",
            content = @Content(schema = @Schema(implementation = ProviderBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "It is at no address of its own, so there is nothing to look at.")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public ProviderBody check(@PathParam("provider") String name) throws InterruptedException {
        Provider provider = Optional.ofNullable(cluster.providers().get(name))
                .orElseThrow(
                        () -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no such provider in the configuration."));
        return ProviderBody.of(provider, cluster, looking.look(provider));
    }
}
