package io.spillway.gateway.openai.batches;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.OpenCall;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code POST /v1/batches} is asked.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/batch/create">OpenAI, create batch</a>
 */
record BatchRequest(String file, String endpoint, Map<String, String> metadata) {
    /** @param endpoints what a batch can call */
    static BatchRequest read(InputStream body, Set<String> endpoints) throws Refusal {
        JsonNode asked = RequestBytes.object(
                body,
                new Shape()
                        .required("input_file_id", Rule.text(64))
                        .required("endpoint", Rule.oneOf(new TreeSet<>(endpoints).toArray(String[]::new)))
                        .required("completion_window", Rule.oneOf("24h"))
                        .optional("metadata", OpenCall.METADATA)
                        .optional(
                                "output_expires_after",
                                (at, value) -> at.wrong("is not supported: files are kept for 30 days")));
        return new BatchRequest(
                asked.path("input_file_id").textValue(),
                asked.path("endpoint").textValue(),
                OpenCall.metadata(asked.path("metadata")));
    }
}
