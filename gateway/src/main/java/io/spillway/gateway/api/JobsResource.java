package io.spillway.gateway.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Names;
import io.spillway.gateway.watching.Waiting;
import io.spillway.scheduling.JobView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Jobs: submit, look, wait, cancel, delete. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
public class JobsResource {
    private final CurrentCaller caller;
    private final Names names;
    private final Submitting submitting;
    private final Waiting waiting;
    private final Cancelling cancelling;
    private final Deleting deleting;

    JobsResource(
            CurrentCaller caller,
            Names names,
            Submitting submitting,
            Waiting waiting,
            Cancelling cancelling,
            Deleting deleting) {
        this.caller = caller;
        this.names = names;
        this.deleting = deleting;
        this.submitting = submitting;
        this.waiting = waiting;
        this.cancelling = cancelling;
    }

    /** Accepts a job. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitJob",
            summary = "Submit a job",
            description = "Accepted once the log has it. With `Prefer: wait=N` the answer is held for up to N seconds"
                    + " until the job has ended.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "JobRequest")))
    @APIResponse(responseCode = "202", ref = "Accepted")
    @APIResponse(responseCode = "200", ref = "Job")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "429", ref = "OverQuota")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<JobBody> submit(
            InputStream body,
            @Parameter(description = "Makes a repeated submission the same job for 24 hours; at most 255 characters.")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            @Parameter(ref = "Prefer") @HeaderParam("Prefer") List<String> prefer) {
        Optional<String> idempotency = RequestBytes.idempotencyKey(key);
        JobId id = submitting.submit(caller.caller(), RequestBytes.submission(body), idempotency);
        Optional<Preference> preference = Preference.of(prefer);
        JobView view = held(id, preference);
        RestResponse.ResponseBuilder<JobBody> answer = RestResponse.ResponseBuilder.<JobBody>create(
                        view.status().ended() && preference.isPresent() ? 200 : 202)
                .header("Location", JobShape.self(view.job()));
        return finished(answer, preference, view);
    }

    /** The job as it stands, or once it has ended. */
    @GET
    @Path("{id}")
    @Operation(
            operationId = "getJob",
            summary = "Look at a job",
            description = "With `Prefer: wait=N` held for up to N seconds until the job has ended.")
    @APIResponse(responseCode = "200", ref = "Job")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<JobBody> look(
            @PathParam("id") String id, @Parameter(ref = "Prefer") @HeaderParam("Prefer") List<String> prefer) {
        Optional<Preference> preference = Preference.of(prefer);
        return finished(RestResponse.ResponseBuilder.create(200), preference, held(known(id), preference));
    }

    /** Ends the job as cancelled, unless it has ended. */
    @POST
    @Path("{id}/cancel")
    @Operation(
            operationId = "cancelJob",
            summary = "Cancel a job",
            description = "Held for up to 5 seconds until the job has ended; a job that had ended stays as it is.")
    @APIResponse(responseCode = "200", ref = "Job")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public JobBody cancel(@PathParam("id") String id) {
        return JobShape.of(cancelling.cancel(known(id), caller.tenant()));
    }

    /** Accepts a job under a name of the client's own. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putJob",
            summary = "Submit a job under a name of one's own",
            description = "The same body again is the same job, for as long as it can be seen; another body is refused."
                    + " The job is known by its name and by its id.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "JobRequest")))
    @APIResponse(responseCode = "202", ref = "Accepted")
    @APIResponse(responseCode = "200", ref = "Job")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "The name is another job's: it was used for another body.")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "429", ref = "OverQuota")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<JobBody> put(
            @Parameter(description = "8 to 64 of A-Z a-z 0-9 _ -, not beginning with job_.") @PathParam("id") String id,
            InputStream body,
            @Parameter(ref = "Prefer") @HeaderParam("Prefer") List<String> prefer) {
        String alias = Names.alias(id);
        JobId job = submitting.submitAs(alias, caller.caller(), RequestBytes.submission(body));
        Optional<Preference> preference = Preference.of(prefer);
        JobView view = held(job, preference);
        RestResponse.ResponseBuilder<JobBody> answer = RestResponse.ResponseBuilder.<JobBody>create(
                        view.status().ended() ? 200 : 202)
                .header("Location", JobShape.self(view.job()));
        return finished(answer, preference, view);
    }

    /** Makes the job invisible. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteJob",
            summary = "Delete a job",
            description = "Its request and its result are gone for every reader; a job that has not ended is cancelled."
                    + " The bytes leave with the retention of the log (4 days; 30 where it was a dead letter).")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void delete(@PathParam("id") String id) {
        deleting.delete(known(id), caller.tenant());
    }

    private JobView held(JobId id, Optional<Preference> preference) {
        Duration patience = preference.map(Preference::duration).orElse(Duration.ZERO);
        return Found.orRefused(waiting.untilEnded(id, caller.tenant(), patience));
    }

    private static RestResponse<JobBody> finished(
            RestResponse.ResponseBuilder<JobBody> answer, Optional<Preference> preference, JobView view) {
        preference.ifPresent(applied -> answer.header("Preference-Applied", applied.applied()));
        return answer.entity(JobShape.of(view)).build();
    }

    private JobId known(String id) {
        return names.job(id, caller.tenant());
    }
}
