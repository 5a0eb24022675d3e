package io.spillway.contract.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.TargetName;
import java.util.Optional;

/**
 * What a target is asked to do.
 *
 * @param attempt 1 for the job's first call
 * @param request the inference, in the fields of OpenAI's call for the type (without {@code model} and {@code stream})
 * @param stream whether somebody follows the tokens; if not, a caller may ask the provider for a whole answer
 * @param trace the {@code traceparent} (W3C Trace Context) that came with the job; none where nobody traces
 */
public record ModelCall(
        JobId job,
        int attempt,
        JobType type,
        TargetName target,
        ObjectNode request,
        boolean stream,
        Optional<String> trace) {
    /** One that nobody traces. */
    public ModelCall(JobId job, int attempt, JobType type, TargetName target, ObjectNode request, boolean stream) {
        this(job, attempt, type, target, request, stream, Optional.empty());
    }

    /** The same with another request. */
    public ModelCall asking(ObjectNode other) {
        return new ModelCall(job, attempt, type, target, other, stream, trace);
    }
}
