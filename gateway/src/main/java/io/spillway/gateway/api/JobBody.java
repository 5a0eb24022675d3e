package io.spillway.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job as clients see it, everywhere the same; times are seconds since the epoch. */
@Schema(name = "Job", description = "A job. Times are whole seconds since the epoch; what is not known yet is null.")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record JobBody(
        @Schema(examples = "job_01jd3k4m5n6p7q8r9s0t1v2w3x") String id,
        @Schema(examples = "job") String object,

        @Schema(enumeration = {"chat", "embedding", "speech", "image"})
        String type,

        @Schema(enumeration = {"queued", "in_progress", "completed", "failed", "cancelled", "expired"})
        String status,

        @Schema(description = "The route or target that was asked for.")
        String model,

        long createdAt,
        @Nullable Long startedAt,
        @Nullable Long completedAt,

        @Schema(description = "By when the job ends at the latest.")
        long expiresAt,

        @Nullable Queue queue,

        @Schema(description = "Every call that ended, in order.")
        List<Attempt> attempts,

        @Schema(description = "The model that runs the job or has answered it; last-resort if none has.") @Nullable
        String target,

        @Schema(description = "Whether the answer is one of last resort: every model of the route has failed.")
        boolean degraded,

        @Schema(
                implementation = Object.class,
                description =
                        "The answer. Of a chat: text, message, finish_reason; of an embedding: data; of speech and"
                                + " images: artifacts, each with url, content_type and bytes.")
        @Nullable
        ObjectNode output,

        @Nullable Usage usage,

        @Schema(description = "In US dollars, where the targets have prices.") @Nullable
        BigDecimal cost,

        @Nullable Error error,
        Urls urls,
        Map<String, String> metadata) {
    /** Where a job waits. */
    @Schema(name = "JobQueue")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Queue(
            long position,

            @Schema(enumeration = {"intake", "slot", "exhausted", "quota", "backoff"})
            String waitingFor,

            @Nullable Long estimatedStartAt,
            List<Stop> targets) {}

    /** One target a job may go to. */
    @Schema(name = "JobQueueTarget")
    public record Stop(
            String target,
            boolean available,
            @Nullable String kind,
            @Nullable Long until) {}

    /** One call of one target. */
    @Schema(name = "JobAttempt")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Attempt(String target, long startedAt, long endedAt, String outcome, String detail) {}

    /** What all attempts used together. */
    @Schema(name = "JobUsage")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Usage(long inputTokens, long outputTokens, long totalTokens, boolean estimated) {}

    /** Why a job did not complete. */
    @Schema(name = "JobError")
    public record Error(String code, String message) {}

    /** Where to go on. */
    @Schema(name = "JobUrls")
    public record Urls(String self, String cancel, String events) {}
}
