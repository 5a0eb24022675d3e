package io.spillway.gateway.openai.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.artifacts.Delivery;
import io.spillway.gateway.openai.CursorPage;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Files. */
@Path("/v1/files")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class FilesResource {
    private static final CursorPage.Rules PAGES = new CursorPage.Rules(10_000, 10_000);

    private final CurrentCaller caller;
    private final StoredFiles files;
    private final Upload upload;
    private final Delivery delivery;

    FilesResource(CurrentCaller caller, StoredFiles files, Upload upload, Delivery delivery) {
        this.caller = caller;
        this.files = files;
        this.upload = upload;
        this.delivery = delivery;
    }

    /** Takes a file. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "createFile",
            summary = "Upload a file",
            description = "For a batch: JSON Lines, at most 200 MiB, kept for 30 days.")
    @APIResponse(responseCode = "200", ref = "OpenAiFile")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "413", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public ObjectNode create(
            @RestForm("file") @Nullable FileUpload file,
            @Parameter(description = "batch") @RestForm("purpose") @Nullable String purpose) {
        return upload.taken(caller.tenant(), file, purpose).body();
    }

    /** The caller's files. */
    @GET
    @Operation(
            operationId = "listFiles",
            summary = "List files",
            description = "One's own, newest first unless `order` is `asc`.")
    @APIResponse(responseCode = "200", ref = "OpenAiList")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    public ObjectNode list(
            @Parameter(description = "Only files of this purpose.") @QueryParam("purpose") @Nullable String purpose,
            @Parameter(description = "1 to 10000, 10000 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last_id of the page before.") @QueryParam("after") @Nullable String after,
            @QueryParam("order") @Nullable String order) {
        CursorPage page = CursorPage.read(PAGES, limit, after, order);
        return page.of(files.all(caller.tenant()).stream()
                .filter(file -> purpose == null
                        || purpose.isEmpty()
                        || file.purpose().word().equals(purpose))
                .map(StoredFile::body)
                .toList());
    }

    /** What is known of a file. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getFile", summary = "What is known of a file")
    @APIResponse(responseCode = "200", ref = "OpenAiFile")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    public ObjectNode one(@PathParam("id") String id) {
        return files.known(id, caller.tenant()).body();
    }

    /** Its content. */
    @GET
    @Path("{id}/content")
    @Produces("*/*")
    @Operation(operationId = "getFileContent", summary = "Fetch a file", description = "As it was uploaded or written.")
    @APIResponse(responseCode = "200", description = "The bytes.")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "410", description = "It has been deleted from the artifact store.")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public Response content(@PathParam("id") String id) {
        StoredFile file = files.known(id, caller.tenant());
        return Response.ok(delivery.whole(file.content()), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CONTENT_LENGTH, file.content().bytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.id() + ".jsonl\"")
                .build();
    }

    /** Deletes it. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteFile",
            summary = "Delete a file",
            description = "A batch that still reads it fails.")
    @APIResponse(responseCode = "200", description = "It is deleted.")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public ObjectNode delete(@PathParam("id") String id) {
        files.delete(files.known(id, caller.tenant()));
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "file")
                .put("deleted", true);
    }
}
