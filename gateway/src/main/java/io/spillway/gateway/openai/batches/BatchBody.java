package io.spillway.gateway.openai.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.openai.files.StoredFile;
import java.time.Instant;

/**
 * A batch as OpenAI's clients see it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/batch/object">The batch object</a>
 */
final class BatchBody {
    private BatchBody() {}

    /** @param counts of the lines that are done */
    static ObjectNode of(Batch batch, Batch.Counts counts) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", Batch.id(batch.id()))
                .put("object", "batch")
                .put("endpoint", batch.wish().endpoint());
        errors(batch, body);
        body.put("input_file_id", batch.wish().file());
        body.put("completion_window", "24h");
        body.put("status", batch.status().word());
        files(batch, body);
        times(batch, body);
        body.putObject("request_counts")
                .put("total", batch.total())
                .put("completed", counts.completed())
                .put("failed", counts.failed());
        ObjectNode metadata = body.putObject("metadata");
        batch.wish().metadata().forEach(metadata::put);
        return body;
    }

    private static void errors(Batch batch, ObjectNode body) {
        if (batch.mistakes().isEmpty()) {
            body.putNull("errors");
            return;
        }
        ArrayNode data = body.putObject("errors").put("object", "list").putArray("data");
        for (Batch.Mistake mistake : batch.mistakes()) {
            ObjectNode error = data.addObject().put("code", mistake.code()).put("message", mistake.message());
            error.put("param", mistake.param().orElse(null));
            if (mistake.line() > 0) {
                error.put("line", mistake.line());
            } else {
                error.putNull("line");
            }
        }
    }

    private static void files(Batch batch, ObjectNode body) {
        body.put(
                "output_file_id",
                batch.counts()
                        .filter(counts -> counts.completed() > 0)
                        .map(_ -> StoredFile.id(batch.outlets().output()))
                        .orElse(null));
        body.put(
                "error_file_id",
                batch.counts()
                        .filter(counts -> counts.failed() > 0)
                        .map(_ -> StoredFile.id(batch.outlets().errors()))
                        .orElse(null));
    }

    private static void times(Batch batch, ObjectNode body) {
        body.put("created_at", batch.createdAt().getEpochSecond());
        body.put("expires_at", batch.expiresAt().getEpochSecond());
        for (BatchStatus status : BatchStatus.values()) {
            if (status != BatchStatus.VALIDATING) {
                body.put(
                        status.word() + "_at",
                        batch.at(status).map(Instant::getEpochSecond).orElse(null));
            }
        }
    }
}
