package io.spillway.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;

/** One call of the family whose answer is JSON: what job a request comes to, and how that job's answer looks. */
public interface Endpoint {
    /** Where it is called, e.g. {@code /v1/embeddings}. */
    String path();

    /** What the request {@code asked} comes to; refused if something is wrong with it. */
    Submission submission(ObjectNode asked, CallOptions options, TenantId tenant) throws Refusal;

    /** The answer to {@code asked} from its completed job. */
    ObjectNode answer(JobView view, ObjectNode asked);
}
