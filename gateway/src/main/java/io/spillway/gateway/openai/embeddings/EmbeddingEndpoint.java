package io.spillway.gateway.openai.embeddings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.Endpoint;
import io.spillway.gateway.openai.PlainCalls;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;

/** Embeddings; every SDK asks for base 64 unless it is told otherwise. */
@Singleton
class EmbeddingEndpoint implements Endpoint {
    @Override
    public String path() {
        return "/v1/embeddings";
    }

    @Override
    public Submission submission(ObjectNode asked, CallOptions options, TenantId tenant) {
        return PlainCalls.submission(JobType.EMBEDDING, asked, options);
    }

    @Override
    public ObjectNode answer(JobView view, ObjectNode asked) {
        return EmbeddingsList.of(view, Encoding.of(asked));
    }
}
