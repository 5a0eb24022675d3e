package io.spillway.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Output;
import java.util.List;

/** An answer as clients see it: artifacts by their addresses here, not by where they lie. */
final class OutputShape {
    private static final String ARTIFACTS = "artifacts";
    /** Shown beside the answer, not in it. */
    private static final List<String> DEGRADED = List.of("degraded");

    private static final List<String> OURS = List.of("job", "until", "sha256");

    private OutputShape() {}

    static ObjectNode of(Job job, Output output) {
        ObjectNode shown = output.body().deepCopy().without(DEGRADED);
        if (shown.path(ARTIFACTS) instanceof ArrayNode artifacts) {
            int n = 0;
            for (JsonNode artifact : artifacts) {
                ((ObjectNode) artifact).put("url", url(job, n++)).remove(OURS);
            }
        }
        return shown;
    }

    private static String url(Job job, int n) {
        return JobShape.self(job) + "/" + ARTIFACTS + "/" + n;
    }
}
