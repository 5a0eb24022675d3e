package io.spillway.gateway.usage;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.api.PageQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was used, and what it cost. */
@Path("/ops/usage")
@Tag(name = "Operations")
@RunOnVirtualThread
public class UsageResource {
    private static final String CSV = "text/csv";

    private final UsageReport report;
    private final Recount recount;

    UsageResource(UsageReport report, Recount recount) {
        this.report = report;
        this.recount = recount;
    }

    /** A comparison of the ledger with the log. */
    @Schema(name = "UsageCheck")
    public record Check(
            @Schema(examples = "usage_check") String object,

            @Schema(description = "Records of the log that were read.")
            long records,

            @Schema(description = "Lines of the ledger that were compared: those of days that the log still has whole.")
            int lines,

            @Schema(description = "Where both differ; empty if they agree.")
            List<String> differences) {}

    /** Usage by some dimensions. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(
            operationId = "usage",
            summary = "Usage and cost",
            description = "Added up from the log and kept for 400 days; some seconds behind it at most.")
    @APIResponse(
            responseCode = "200",
            description = "The sums, in the order of what they are told apart by.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UsageBody.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Response usage(
            @Parameter(description = "Some of tenant, key, model, day, with commas between; tenant if left out.")
                    @QueryParam("by")
                    @Nullable
                    String by,
            @Parameter(description = "The first day, such as 2026-11-01, in UTC; that of this month if left out.")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "The last day; today if left out.") @QueryParam("to") @Nullable String to,
            @Parameter(description = "json or csv; json if left out.") @QueryParam("format") @Nullable String format) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate first = from == null ? today.withDayOfMonth(1) : day("from", from);
        LocalDate last = to == null ? today : day("to", to);
        List<Dimension> dimensions = Dimension.list(by == null ? "tenant" : by);
        boolean csv = isCsv(format);
        List<UsageReport.Row> rows = report.rows(dimensions, first, last);
        return csv
                ? Response.ok(Csv.of(dimensions, rows), CSV + ";charset=utf-8").build()
                : Response.ok(
                                new UsageBody(
                                        "list",
                                        first,
                                        last,
                                        rows.stream().map(UsageBody.Row::of).toList()),
                                MediaType.APPLICATION_JSON)
                        .build();
    }

    /** Compares the ledger with the log. */
    @GET
    @Path("check")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "checkUsage",
            summary = "Compare the ledger with the log",
            description = "Reads all outcomes that are kept and adds them up again, which takes a while where there are"
                    + " many.")
    @APIResponse(
            responseCode = "200",
            description = "What was compared, and where both differ.",
            content = @Content(schema = @Schema(implementation = Check.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Check check() {
        Recount.Result result = recount.compare();
        return new Check("usage_check", result.records(), result.lines(), List.copyOf(result.differences()));
    }

    private static boolean isCsv(@Nullable String format) {
        if (format != null && !format.equals("json") && !format.equals("csv")) {
            throw PageQuery.wrong("format", "should be json or csv");
        }
        return "csv".equals(format);
    }

    private static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw PageQuery.wrong(field, "should be a day such as 2026-11-01");
        }
    }
}
