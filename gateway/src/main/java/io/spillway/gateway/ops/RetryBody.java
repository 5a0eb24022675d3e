package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of submitting many jobs again. */
@Schema(name = "Retried")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RetryBody(
        boolean dryRun,

        @Schema(description = "Ended jobs that match, of those looked at.")
        int matched,

        @Schema(description = "Jobs that are new now; empty in a dry run.")
        List<String> jobs,

        @Schema(description = "Matching jobs that were submitted again before, within 24 hours: not again now.")
        int already,

        @Schema(description = "Matching jobs that cannot be submitted again, such as to a model that is gone.")
        int refused,

        @Schema(description = "Why, of the first of them.") @Nullable
        String why,

        @Schema(description = "Where to go on, as `after`; null where nothing more matches.") @Nullable
        String after) {}
