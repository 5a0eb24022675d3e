package io.spillway.gateway.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of jobs, newest first. */
@Schema(
        name = "JobList",
        description =
                "With has_more the next page begins after last_id. A page may be shorter than its limit, or empty,"
                        + " where a filter skips much or answers are large.")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record JobsList(
        @Schema(examples = "list") String object,
        List<JobBody> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {}
