package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.scheduling.JobView;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Failed jobs by the error that they ended with, most first. */
@Schema(name = "Failures")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FailuresBody(
        @Schema(examples = "list") String object,
        List<Group> data,

        @Schema(description = "Whether all failed jobs that match were counted; if not, the latest.")
        boolean complete) {
    /** Jobs that failed alike. */
    @Schema(name = "FailureGroup")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Group(
            @Schema(description = "The code of the error.") String error,
            long count,

            @Schema(description = "Epoch seconds at which the earliest of them was accepted.")
            long firstAt,

            @Schema(description = "Epoch seconds at which the latest of them was accepted.")
            long lastAt,

            @Schema(description = "The latest of them.") String lastId,

            @Schema(description = "What the latest of them says for people.")
            String message) {}

    /** Counts; jobs come newest first. */
    static final class Counting {
        private final Map<String, Group> groups = new LinkedHashMap<>();

        void count(JobView view) {
            view.error().ifPresent(error -> {
                long at = view.job().acceptedAt().getEpochSecond();
                groups.merge(
                        error.code(),
                        new Group(error.code(), 1, at, at, view.job().id().value(), error.message()),
                        (known, one) -> new Group(
                                known.error(),
                                known.count() + 1,
                                one.firstAt(),
                                known.lastAt(),
                                known.lastId(),
                                known.message()));
            });
        }

        FailuresBody body(boolean complete) {
            return new FailuresBody(
                    "list",
                    groups.values().stream()
                            .sorted(Comparator.comparingLong(Group::count).reversed())
                            .toList(),
                    complete);
        }
    }
}
