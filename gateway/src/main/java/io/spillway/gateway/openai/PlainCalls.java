package io.spillway.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.OpenCall;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;

/** Answers a call that knows no streams: one body, one job, one answer. */
@Singleton
public class PlainCalls {
    private final Calls calls;

    PlainCalls(Calls calls) {
        this.calls = calls;
    }

    /** What was asked, and the completed job that has the answer. */
    public record Answered(ObjectNode asked, JobView view) {}

    /** The completed job of {@code body}; refused if anything is wrong with it, or with how it ended. */
    public Answered answered(JobType type, InputStream body, HttpHeaders headers, RoutingContext exchange)
            throws Refusal {
        ObjectNode asked = RequestBytes.object(body);
        CallOptions options = CallOptions.read(headers, asked.path("service_tier"));
        Submission submission = submission(type, asked, options);
        return new Answered(asked, calls.answered(submission, options, exchange));
    }

    /** What {@code asked} comes to, as a job of {@code type}. */
    public static Submission submission(JobType type, ObjectNode asked, CallOptions options) throws Refusal {
        return RequestBytes.accepted(OpenCall.read(type, asked, options.job(), asked));
    }
}
