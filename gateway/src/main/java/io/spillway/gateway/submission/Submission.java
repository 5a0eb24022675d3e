package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for, checked.
 *
 * @param model a route or a target; empty for the default route
 * @param request the inference itself, in the fields of OpenAI's call for the type
 * @param fallback whether the job may leave its first tier
 * @param webhook the id of the endpoint that is to be told of the end
 * @param fingerprint a hash of the body, the same for the same body
 */
public record Submission(
        JobType type,
        Optional<String> model,
        ObjectNode request,
        int priority,
        Times times,
        boolean fallback,
        boolean stream,
        Map<String, String> metadata,
        Optional<String> webhook,
        String fingerprint) {
    /** How long things may take, from acceptance on. */
    public record Times(Optional<Duration> startBy, Duration runTimeout, Duration endBy, Duration resultTtl) {}

    /** The same, to be done within other times. */
    public Submission within(Times other) {
        return new Submission(type, model, request, priority, other, fallback, stream, metadata, webhook, fingerprint);
    }
}
