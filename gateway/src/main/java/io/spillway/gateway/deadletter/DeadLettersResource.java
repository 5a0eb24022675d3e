package io.spillway.gateway.deadletter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Lookout;
import io.spillway.log.DeadLetters;
import io.spillway.scheduling.JobView;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The dead letters: look, replay, discard. */
@Path("/ops/dead-letters")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DeadLettersResource {
    /** A page of letters. */
    @Schema(name = "DeadLetters")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Page(
            @Schema(examples = "list") String object,
            List<LetterBody> data,
            @Nullable String firstId,
            @Nullable String lastId,
            boolean hasMore) {}

    private final LetterBox box;
    private final Replaying replaying;
    private final Lookout lookout;

    DeadLettersResource(LetterBox box, Replaying replaying, Lookout lookout) {
        this.box = box;
        this.replaying = replaying;
        this.lookout = lookout;
    }

    /** The letters, newest first. */
    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "What was given up on",
            description = "Newest first, without payloads. A letter is kept for 30 days.")
    @APIResponse(
            responseCode = "200",
            description = "A page of letters.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Page letters(
            @Parameter(description = "1 to 100, 20 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last id of the page before.") @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        PageQuery.onlyKnows(uri.getQueryParameters().keySet(), Set.of("limit", "after"));
        PageQuery query = PageQuery.of(limit, after);
        long before = query.after()
                .map(id -> box.letters()
                        .find(id)
                        .map(DeadLetters.Summary::offset)
                        .orElseThrow(() -> PageQuery.wrong("after", "should be the id of a letter")))
                .orElse(Long.MAX_VALUE);
        List<LetterBody> found = box.letters().page(before, query.limit() + 1).stream()
                .map(LetterBody::of)
                .toList();
        List<LetterBody> shown = found.subList(0, Math.min(query.limit(), found.size()));
        return new Page(
                "list",
                shown,
                shown.isEmpty() ? null : shown.getFirst().id(),
                shown.isEmpty() ? null : shown.getLast().id(),
                found.size() > shown.size());
    }

    /** One letter, whole. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getDeadLetter", summary = "A dead letter with its payload")
    @APIResponse(
            responseCode = "200",
            description = "The letter.",
            content = @Content(schema = @Schema(implementation = LetterBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public LetterBody letter(@PathParam("id") String id) {
        DeadLetters.Summary letter = replaying.summary(id);
        return LetterBody.of(letter, Optional.of(replaying.readable(letter)));
    }

    /** Submits the letter's job again. */
    @POST
    @Path("{id}/replay")
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Submit the job of a dead letter again",
            description = "A new job of the same request and tenant, by the routes as they are now. However often it is"
                    + " asked for, a letter becomes one job.")
    @APIResponse(responseCode = "202", ref = "Accepted")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "The letter is a record that cannot be read, not a job.")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<JobBody> replay(@PathParam("id") String id) {
        JobId as = replaying.replay(id);
        JobView view = Found.orRefused(lookout.lookAsOperator(as));
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, JobShape.of(view))
                .header("Location", JobShape.self(view.job()))
                .build();
    }

    /** Throws a letter away. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Throw a dead letter away",
            description = "It is gone for every reader; its bytes leave with the topic's retention of 30 days.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void discard(@PathParam("id") String id) {
        replaying.discard(id);
    }
}
