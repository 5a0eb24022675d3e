package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.api.Finding;
import io.spillway.gateway.api.JobsList;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.JobsPage;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Jobs of all tenants: look, cancel, retry, change the priority. */
@Path("/ops/jobs")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class JobsOperationsResource {
    /** A page of jobs. */
    @Schema(name = "OperatedJobs")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Page(
            @Schema(examples = "list") String object,
            List<OperatedJob> data,
            @Nullable String firstId,
            @Nullable String lastId,
            boolean hasMore) {}

    /** What may be changed of a job. */
    @Schema(name = "JobChange")
    public record Change(
            @Schema(minimum = "0", maximum = "9", required = true)
            int priority) {}

    private static final Shape CHANGE = new Shape().required("priority", Rule.integer(0, 9));

    private final Finding finding;
    private final Operating operating;
    private final AuditNote note;

    JobsOperationsResource(Finding finding, Operating operating, AuditNote note) {
        this.note = note;
        this.finding = finding;
        this.operating = operating;
    }

    /** A page of jobs. */
    @GET
    @Operation(
            operationId = "listAllJobs",
            summary = "Jobs of all tenants",
            description = "Newest first; all that is asked for must be true of a job. `metadata[key]=value` asks for a"
                    + " pair of its metadata, any number of times. A call looks at 5,000 jobs at most: where a filter"
                    + " skips more, the page is short or empty, has_more is true, and the next page goes on.")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Page list(@BeanParam JobsFilter filter, @Context UriInfo uri) {
        JobsPage page = finding.page(filter.query(uri.getQueryParameters()), filter.part());
        JobsList list = Finding.list(page);
        return new Page(
                "list",
                page.jobs().stream().map(OperatedJob::of).toList(),
                list.firstId(),
                list.lastId(),
                list.hasMore());
    }

    /** One job. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getAnyJob", summary = "A job of any tenant")
    @APIResponse(
            responseCode = "200",
            description = "The job.",
            content = @Content(schema = @Schema(implementation = OperatedJob.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public OperatedJob job(@PathParam("id") String id) {
        return OperatedJob.of(operating.look(id));
    }

    /** Ends a job as cancelled. */
    @POST
    @Path("{id}/cancel")
    @Operation(operationId = "cancelAnyJob", summary = "Cancel a job of any tenant")
    @APIResponse(
            responseCode = "200",
            description = "The job once it has ended, or as it stands after 5 seconds.",
            content = @Content(schema = @Schema(implementation = OperatedJob.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public OperatedJob cancel(@PathParam("id") String id) {
        return OperatedJob.of(operating.cancel(id));
    }

    /** Submits the request of an ended job again. */
    @POST
    @Path("{id}/retry")
    @Operation(
            operationId = "retryJob",
            summary = "Submit the request of an ended job again",
            description = "A new job of the same request and tenant, by the routes as they are now. The old one stays.")
    @APIResponse(
            responseCode = "202",
            description = "The new job.",
            content = @Content(schema = @Schema(implementation = OperatedJob.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "The job has not ended yet.")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<OperatedJob> retry(@PathParam("id") String id) {
        JobView again = operating.retry(id);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, OperatedJob.of(again))
                .header("Location", "/ops/jobs/" + again.job().id())
                .build();
    }

    /** Changes a job's place. */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeJob",
            summary = "Change a job's priority",
            description =
                    "A waiting job changes its place at once. One that runs goes on; should it wait again, it waits"
                            + " with the new priority.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Change.class)))
    @APIResponse(
            responseCode = "200",
            description = "The job as it stands now.",
            content = @Content(schema = @Schema(implementation = OperatedJob.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "The job has ended.")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public OperatedJob change(@PathParam("id") String id, InputStream body) {
        int priority = RequestBytes.object(body, CHANGE).get("priority").intValue();
        int before = operating.look(id).job().priority();
        JobView changed = operating.reprioritise(id, priority);
        note.changed(Map.of("priority", before), Map.of("priority", priority));
        return OperatedJob.of(changed);
    }
}
