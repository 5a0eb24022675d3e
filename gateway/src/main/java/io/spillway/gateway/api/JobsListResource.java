package io.spillway.gateway.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.scheduling.JobsQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The caller's jobs. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
public class JobsListResource {
    private static final Set<String> PARAMETERS = Set.of("status", "model", "limit", "after");

    private final CurrentCaller caller;
    private final Finding finding;

    JobsListResource(CurrentCaller caller, Finding finding) {
        this.caller = caller;
        this.finding = finding;
    }

    /** A page of the caller's jobs. */
    @GET
    @Operation(
            operationId = "listJobs",
            summary = "List jobs",
            description = "One's own, newest first, for as long as they can be seen.")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs.",
            content = @Content(schema = @Schema(implementation = JobsList.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public JobsList list(
            @Parameter(description = "Only jobs of this status.") @QueryParam("status") @Nullable String status,
            @Parameter(description = "Only jobs that asked for this route or target.") @QueryParam("model") @Nullable
                    String model,
            @Parameter(description = "1 to 100, 20 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last_id of the page before.") @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        PageQuery.onlyKnows(uri.getQueryParameters().keySet(), PARAMETERS);
        JobsQuery query = new JobsQuery(
                Optional.of(caller.tenant()),
                Finding.status(status),
                Optional.ofNullable(model),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return Finding.list(finding.page(query, PageQuery.of(limit, after)));
    }
}
