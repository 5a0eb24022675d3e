package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.job.JobStatus;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.scheduling.JobsQuery;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Jobs that failed alike, and many of them submitted again. */
@Path("/ops/jobs")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FailuresResource {
    private static final int MOST_COUNTED = 10_000;

    private final Combing combing;
    private final Retrying retrying;
    private final AuditNote note;

    FailuresResource(Combing combing, Retrying retrying, AuditNote note) {
        this.combing = combing;
        this.retrying = retrying;
        this.note = note;
    }

    /** Failed jobs by their error. */
    @GET
    @Path("failures")
    @Operation(
            operationId = "listFailures",
            summary = "Failed jobs of all tenants, by their error",
            description = "Of those that the filter asks for, the latest 10,000 at most, and as many as can be counted"
                    + " within 5 seconds.")
    @APIResponse(
            responseCode = "200",
            description = "The errors, most frequent first.",
            content = @Content(schema = @Schema(implementation = FailuresBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public FailuresBody failures(@BeanParam JobsFilter filter, @Context UriInfo uri) {
        JobsQuery asked = filter.query(uri.getQueryParameters());
        FailuresBody.Counting counting = new FailuresBody.Counting();
        Combing.Combed combed = combing.comb(failed(asked), filter.part().after(), MOST_COUNTED, counting::count);
        return counting.body(combed.after().isEmpty());
    }

    private static JobsQuery failed(JobsQuery asked) {
        return new JobsQuery(
                asked.tenant(),
                Optional.of(JobStatus.FAILED),
                asked.model(),
                asked.target(),
                asked.error(),
                asked.since(),
                asked.before(),
                asked.metadata());
    }

    /** Submits jobs again. */
    @POST
    @Path("retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "retryJobs",
            summary = "Submit many ended jobs again, or count them",
            description = "Those that the filter asks for, newest first: a hundred in a call, and `after` to go on."
                    + " Each becomes one new job within 24 hours, however often it is asked for, so that a call that was"
                    + " cut off can be made again. With `dry_run` they are only counted, 10,000 at most.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "RetryRequest")))
    @APIResponse(
            responseCode = "200",
            description = "What became of it.",
            content = @Content(schema = @Schema(implementation = RetryBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RetryBody retry(InputStream body) {
        RetryBody done = retrying.retry(RetryRequest.read(body));
        if (done.dryRun()) {
            note.onlyRead();
        } else {
            note.made(Map.of("jobs", done.jobs().size(), "already", done.already(), "refused", done.refused()));
        }
        return done;
    }
}
