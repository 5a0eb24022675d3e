package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobType;
import io.spillway.gateway.refusal.Problem.FieldError;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the body of {@code POST /v1/jobs}. */
public final class SubmissionReader {
    private static final Shape JOB = JobFields.shape();
    private static final Map<JobType, Shape> SHAPES = Arrays.stream(JobType.values())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), type -> JobFields.shape().with(CallFields.of(type))));

    private SubmissionReader() {}

    /** What reading gave. */
    public sealed interface Read {
        record Good(Submission submission) implements Read {}

        /** Not JSON at all, or not JSON that can be written again. */
        record Malformed(FieldError error) implements Read {}

        /** JSON, but not what a job is made of. */
        record Invalid(List<FieldError> errors) implements Read {}
    }

    /** Reads {@code body}; never throws. */
    public static Read read(byte[] body) {
        return switch (StrictJson.parse(body)) {
            case StrictJson.Parsed.Malformed(String field, String message) ->
                new Read.Malformed(new FieldError(field, message));
            case StrictJson.Parsed.Value(JsonNode node) when node instanceof ObjectNode object -> check(object);
            case StrictJson.Parsed.Value _ -> new Read.Malformed(new FieldError("body", "should be a JSON object"));
        };
    }

    /** The names of all fields a job of {@code type} takes. */
    static Set<String> names(JobType type) {
        return shape(type).names();
    }

    private static Shape shape(JobType type) {
        return Objects.requireNonNull(SHAPES.get(type));
    }

    private static Read check(ObjectNode body) {
        Complaints complaints = new Complaints();
        Place root = new Place("", complaints);
        JobType type = JobType.of(body.path("type").asText("")).orElse(JobType.CHAT);
        shape(type).check(root, body);
        TypeRules.check(type, root, body);
        return complaints.isEmpty() ? new Read.Good(submission(type, body)) : new Read.Invalid(complaints.errors());
    }

    private static Submission submission(JobType type, ObjectNode body) {
        return new Submission(
                type,
                Optional.ofNullable(body.path("model").textValue()),
                request(type, body),
                body.path("priority").asInt(Job.DEFAULT_PRIORITY),
                new Submission.Times(
                        duration(body, "start_by"),
                        duration(body, "run_timeout").orElse(Deadlines.DEFAULT_RUN_TIMEOUT),
                        duration(body, "end_by").orElse(Deadlines.DEFAULT_END_BY),
                        duration(body, "result_ttl").orElse(Deadlines.DEFAULT_RESULT_TTL)),
                body.path("fallback").asBoolean(true),
                body.path("stream").asBoolean(false),
                metadata(body.path("metadata")),
                Optional.ofNullable(body.at("/webhook/endpoint").textValue()),
                Fingerprint.of(body));
    }

    /** The fields of the call alone, without those that are null. */
    private static ObjectNode request(JobType type, ObjectNode body) {
        ObjectNode request = body.objectNode();
        body.properties().stream()
                .filter(field -> !JOB.names().contains(field.getKey())
                        && !field.getValue().isNull())
                .forEach(field -> request.set(field.getKey(), field.getValue()));
        TypeRules.unfold(type, request);
        return request;
    }

    private static Optional<Duration> duration(ObjectNode body, String name) {
        return Optional.ofNullable(body.path(name).textValue()).map(Duration::parse);
    }

    private static Map<String, String> metadata(JsonNode node) {
        Map<String, String> metadata = new LinkedHashMap<>();
        node.properties()
                .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().textValue()));
        return metadata;
    }
}
