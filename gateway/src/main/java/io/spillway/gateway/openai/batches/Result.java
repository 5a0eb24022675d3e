package io.spillway.gateway.openai.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.openai.AnswerId;
import io.spillway.gateway.refusal.OpenAiError;
import io.spillway.gateway.refusal.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What became of a line.
 *
 * @param answered whether it stands in the output file, else in that of the errors
 * @param text as it stands there, with its end
 * @see <a href="https://platform.openai.com/docs/api-reference/batch/request-output">The request output object</a>
 */
record Result(int line, boolean answered, byte[] text) {
    private static final int OK = 200;

    /** An answer. */
    static Result of(Request request, JobId job, ObjectNode answer) {
        return responded(request, Optional.of(job), OK, answer);
    }

    /** The error that the call would have got. */
    static Result of(Request request, Optional<JobId> job, Problem problem) {
        OpenAiError.Body error = OpenAiError.of(problem).error();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", error.message())
                .put("type", error.type())
                .put("param", error.param())
                .put("code", error.code());
        return responded(request, job, OpenAiError.status(problem), body);
    }

    /** A line that was never called. */
    static Result unasked(Request request, String code, String message) {
        ObjectNode line = line(request, Optional.empty());
        line.putNull("response");
        line.putObject("error").put("code", code).put("message", message);
        return written(request, false, line);
    }

    private static Result responded(Request request, Optional<JobId> job, int status, JsonNode body) {
        ObjectNode line = line(request, job);
        line.putObject("response")
                .put("status_code", status)
                .put("request_id", job.map(JobId::value).orElse(null))
                .set("body", body);
        line.putNull("error");
        return written(request, status == OK, line);
    }

    private static ObjectNode line(Request request, Optional<JobId> job) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", job.map(id -> AnswerId.of("batch_req_", id)).orElse("batch_req_" + request.line()))
                .put("custom_id", request.name());
    }

    private static Result written(Request request, boolean answered, ObjectNode line) {
        return new Result(request.line(), answered, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
