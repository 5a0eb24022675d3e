package io.spillway.gateway.openai.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.Endpoint;
import io.spillway.gateway.openai.PlainCalls;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;

/** Chat completions, as far as they are answered in one piece. */
@Singleton
class ChatEndpoint implements Endpoint {
    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public Submission submission(ObjectNode asked, CallOptions options, TenantId tenant) {
        return PlainCalls.submission(JobType.CHAT, asked, options);
    }

    @Override
    public ObjectNode answer(JobView view, ObjectNode asked) {
        return ChatCompletion.of(view);
    }
}
