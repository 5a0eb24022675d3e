package io.spillway.gateway.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.log.DeadLetters;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dead letter as operators see it. */
@Schema(name = "DeadLetter")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LetterBody(
        @Schema(description = "A job's letter has the job's id.")
        String id,

        @Schema(examples = "dead_letter") String object,
        @Schema(enumeration = {"job", "record"}) String kind,

        @Schema(description = "When it was given up on, in epoch seconds.")
        long at,

        JobBody.Error reason,

        @Schema(description = "The model it was last called on.") @Nullable
        String target,

        @Nullable String tenant,
        @Nullable String model,
        @Nullable String type,

        @Schema(description = "The job it became when it was submitted again.") @Nullable
        String replayedAs,

        @Schema(description = "What was given up on, whole; only where one letter is asked for.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Payload payload) {
    /** What was given up on: of a job its request and attempts, of a record its place and bytes. */
    @Schema(name = "DeadLetterPayload")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Payload(
            @Schema(implementation = Object.class) @Nullable Object request,

            @Nullable List<JobBody.Attempt> attempts,
            @Nullable Map<String, String> metadata,
            @Nullable Integer priority,
            @Nullable Long createdAt,
            @Nullable String topic,
            @Nullable Long offset,

            @Schema(description = "In base 64, of a very large record the beginning.") @Nullable
            String value) {}

    static LetterBody of(DeadLetters.Summary letter) {
        return of(letter, Optional.empty());
    }

    static LetterBody of(DeadLetters.Summary letter, Optional<DeadLetter> whole) {
        return new LetterBody(
                letter.id(),
                "dead_letter",
                letter.job().isPresent() ? "job" : "record",
                letter.at().getEpochSecond(),
                new JobBody.Error(letter.reason().code(), letter.reason().message()),
                letter.target().map(TargetName::value).orElse(null),
                letter.job().map(DeadLetters.About::tenant).orElse(null),
                letter.job().map(DeadLetters.About::model).orElse(null),
                letter.job().map(DeadLetters.About::type).orElse(null),
                letter.replayedAs().map(Object::toString).orElse(null),
                whole.map(LetterBody::payload).orElse(null));
    }

    private static @Nullable Payload payload(DeadLetter letter) {
        return switch (letter) {
            case DeadLetter.OfJob of ->
                new Payload(
                        of.job().request(),
                        of.attempts().stream().map(JobShape::attempt).toList(),
                        of.job().metadata(),
                        of.job().priority(),
                        of.job().acceptedAt().getEpochSecond(),
                        null,
                        null,
                        null);
            case DeadLetter.OfRecord of ->
                new Payload(
                        null,
                        null,
                        null,
                        null,
                        null,
                        of.topic(),
                        of.offset(),
                        Base64.getEncoder().encodeToString(of.value()));
            case DeadLetter.Replayed _, DeadLetter.Discarded _ -> null;
        };
    }
}
