package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a call in the form of OpenAI's own API: what we know of it is checked, what we do not know is the provider's
 * business and reaches it untouched.
 */
public final class OpenCall {
    /** What the gateway does itself, and no provider is told. */
    private static final Set<String> CONSUMED = Set.of("model", "stream", "stream_options", "metadata", "service_tier");

    /** At most 16 pairs of texts. */
    public static final Rule METADATA = JobFields::metadata;

    /**
     * What the call's headers say about its job.
     *
     * @param ours what the gateway itself wants to find again in the job, {@link Job#GATEWAYS_OWN}
     */
    public record Options(int priority, Optional<Duration> startBy, boolean fallback, Optional<ObjectNode> ours) {
        /** The same with what the gateway wants to find again. */
        public Options with(ObjectNode more) {
            return new Options(priority, startBy, fallback, Optional.of(more));
        }
    }

    private OpenCall() {}

    /**
     * Reads {@code body}; never throws.
     *
     * @param asked the body as the client sent it, for the fingerprint
     */
    public static SubmissionReader.Read read(JobType type, ObjectNode body, Options options, JsonNode asked) {
        Complaints complaints = Complaints.tolerant();
        Place root = new Place("", complaints);
        shape(type).check(root, body);
        if (type != JobType.CHAT) {
            TypeRules.check(type, root, body);
        }
        if (body.has(Job.GATEWAYS_OWN)) {
            root.at(Job.GATEWAYS_OWN).wrong("is not known here");
        }
        return complaints.isEmpty()
                ? new SubmissionReader.Read.Good(submission(type, body, options, asked))
                : new SubmissionReader.Read.Invalid(complaints.errors());
    }

    private static Shape shape(JobType type) {
        Shape call = type == JobType.CHAT ? ChatFields.shape() : CallFields.of(type);
        Shape shape = call.optional("model", Rule.text(200))
                .optional("stream", Rule.flag())
                .optional("metadata", METADATA);
        return switch (type) {
            case CHAT -> shape.required("messages", ChatFields.messages()).optional("stream_options", Rule.object());
            case SPEECH -> shape.optional("stream_format", Rule.oneOf("audio"));
            case EMBEDDING, IMAGE -> shape;
        };
    }

    private static Submission submission(JobType type, ObjectNode body, Options options, JsonNode asked) {
        return new Submission(
                type,
                Optional.ofNullable(body.path("model").textValue()),
                request(type, body, options),
                options.priority(),
                new Submission.Times(
                        options.startBy(),
                        Deadlines.DEFAULT_RUN_TIMEOUT,
                        Deadlines.DEFAULT_END_BY,
                        Deadlines.DEFAULT_RESULT_TTL),
                options.fallback(),
                body.path("stream").asBoolean(false),
                metadata(body.path("metadata")),
                Optional.empty(),
                Fingerprint.of(asked));
    }

    private static ObjectNode request(JobType type, ObjectNode body, Options options) {
        ObjectNode request = body.objectNode();
        body.properties().stream()
                .filter(field ->
                        !CONSUMED.contains(field.getKey()) && !field.getValue().isNull())
                .forEach(field -> request.set(field.getKey(), field.getValue()));
        if (type != JobType.CHAT) {
            TypeRules.unfold(type, request);
        }
        if (type == JobType.IMAGE) {
            // Some providers refuse it; the pictures are in the artifact store however they came.
            request.remove("response_format");
        }
        options.ours().ifPresent(ours -> request.set(Job.GATEWAYS_OWN, ours));
        return request;
    }

    /** The pairs that {@link #METADATA} has found right. */
    public static Map<String, String> metadata(JsonNode node) {
        Map<String, String> metadata = new LinkedHashMap<>();
        node.properties()
                .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().textValue()));
        return metadata;
    }
}
