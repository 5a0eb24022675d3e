package io.spillway.gateway.openai.batches;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.CursorPage;
import io.spillway.gateway.openai.files.StoredFile;
import io.spillway.gateway.openai.files.StoredFiles;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Batches. */
@Path("/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class BatchesResource {
    private static final CursorPage.Rules PAGES = new CursorPage.Rules(20, 100);
    /** Behind what people wait for, and before nothing but the lowest. */
    private static final int PRIORITY = 8;

    private final CurrentCaller caller;
    private final Batches batches;
    private final NewBatch newBatch;
    private final LineCalls calls;
    private final StoredFiles files;

    BatchesResource(CurrentCaller caller, Batches batches, NewBatch newBatch, LineCalls calls, StoredFiles files) {
        this.caller = caller;
        this.batches = batches;
        this.newBatch = newBatch;
        this.calls = calls;
        this.files = files;
    }

    /** Begins a batch. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createBatch",
            summary = "Begin a batch",
            description = "Each line of the file becomes a job of priority 8, unless x-spillway-priority says"
                    + " otherwise; its answer a line of the output file, its error one of the error file.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "BatchRequest")))
    @APIResponse(responseCode = "200", ref = "Batch")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public ObjectNode create(InputStream body, @Parameter(hidden = true) @Context HttpHeaders headers) {
        BatchRequest asked = BatchRequest.read(body, calls.paths());
        CallOptions options = CallOptions.read(headers, MissingNode.getInstance());
        boolean own = headers.getHeaderString("x-spillway-priority") != null;
        int priority = caller.caller().grant().priority(own ? options.priority() : PRIORITY);
        ArtifactRef input = input(asked.file()).content();
        return body(newBatch.begun(
                caller.tenant(),
                new Batch.Wish(
                        caller.caller().grant().key(),
                        asked.endpoint(),
                        asked.file(),
                        input,
                        priority,
                        options.fallback(),
                        asked.metadata())));
    }

    /** The caller's batches. */
    @GET
    @Operation(operationId = "listBatches", summary = "List batches", description = "One's own, newest first.")
    @APIResponse(responseCode = "200", ref = "OpenAiList")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    public ObjectNode list(
            @Parameter(description = "1 to 100, 20 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last_id of the page before.") @QueryParam("after") @Nullable String after) {
        CursorPage page = CursorPage.read(PAGES, limit, after, null);
        return page.of(batches.all(caller.tenant()).stream().map(this::body).toList());
    }

    /** A batch as it stands. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getBatch", summary = "A batch as it stands")
    @APIResponse(responseCode = "200", ref = "Batch")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    public ObjectNode one(@PathParam("id") String id) {
        return body(known(id));
    }

    /** Ends it before its time. */
    @POST
    @Path("{id}/cancel")
    @Operation(
            operationId = "cancelBatch",
            summary = "Cancel a batch",
            description = "Lines that are called are stopped; what is done by then is in the output file.")
    @APIResponse(responseCode = "200", ref = "Batch")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "409", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public ObjectNode cancel(@PathParam("id") String id) {
        Batch batch = known(id);
        if (batch.status().ended()) {
            throw Refusal.of(
                    Problem.Kind.CONFLICT,
                    "The batch is " + batch.status().word() + " and cannot be cancelled any more.");
        }
        batches.cancel(batch);
        return body(known(id));
    }

    private StoredFile input(String id) {
        StoredFile file = files.known(id, caller.tenant());
        if (file.purpose() != StoredFile.Purpose.BATCH) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError("input_file_id", "should be a file of purpose 'batch'")));
        }
        return file;
    }

    private Batch known(String id) {
        return batches.find(id, caller.tenant())
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no such batch."));
    }

    private ObjectNode body(Batch batch) {
        return BatchBody.of(batch, batches.counts(batch));
    }
}
