package io.spillway.gateway.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Usage as operators see it. */
@Schema(name = "Usage")
record UsageBody(@Schema(examples = "list") String object, LocalDate from, LocalDate to, List<Row> data) {
    /** One row; what it is not told apart by is left out. */
    @Schema(name = "UsageRow")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            @Nullable String tenant,

            @Schema(description = "Empty where it is not known, as of calls that were lost with their worker.")
            @Nullable
            String key,

            @Schema(description = "The target that was called.") @Nullable
            String model,

            @Schema(description = "The day, in UTC, on which the calls ended.") @Nullable
            String day,

            @Schema(description = "All calls, those that failed or were lost among them.")
            long calls,

            @Schema(description = "Those that answered.") long completed,
            long inputTokens,
            long outputTokens,

            @Schema(description = "In the currency of the prices; 0 where there are none.")
            BigDecimal cost) {
        static Row of(UsageReport.Row row) {
            return new Row(
                    row.of().get(Dimension.TENANT),
                    row.of().get(Dimension.KEY),
                    row.of().get(Dimension.MODEL),
                    row.of().get(Dimension.DAY),
                    row.figures().calls(),
                    row.figures().completed(),
                    row.figures().inputTokens(),
                    row.figures().outputTokens(),
                    row.figures().cost());
        }
    }
}
