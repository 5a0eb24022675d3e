package io.spillway.gateway.ops;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.scheduling.JobView;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as operators see it: as its owner does, and whose it is. */
@Schema(name = "OperatedJob")
public record OperatedJob(
        String tenant,

        @Schema(description = "0 (soonest) to 9, as it is now.")
        int priority,

        @JsonUnwrapped JobBody job) {
    static OperatedJob of(JobView view) {
        return new OperatedJob(view.job().tenant().value(), view.job().priority(), JobShape.of(view));
    }
}
