package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.Endpoint;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;

/** Responses, as far as they are answered in one piece. */
@Singleton
class ResponseEndpoint implements Endpoint {
    private final StoredResponses stored;

    ResponseEndpoint(StoredResponses stored) {
        this.stored = stored;
    }

    @Override
    public String path() {
        return "/v1/responses";
    }

    @Override
    public Submission submission(ObjectNode asked, CallOptions options, TenantId tenant) {
        return stored.submission(asked, options, tenant);
    }

    @Override
    public ObjectNode answer(JobView view, ObjectNode asked) {
        return ResponseShape.of(view);
    }
}
