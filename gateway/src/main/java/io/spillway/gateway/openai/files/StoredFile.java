package io.spillway.gateway.openai.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.openai.AnswerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file as it stands in {@code spillway.state}.
 *
 * @param filename as its owner called it
 * @param content where its bytes lie; they belong to no job, but to an id of the same form
 * @see <a href="https://platform.openai.com/docs/api-reference/files/object">The file object</a>
 */
public record StoredFile(TenantId tenant, String filename, Purpose purpose, Instant createdAt, ArtifactRef content) {
    /** How long files are kept. */
    public static final Duration LIFE = Duration.ofDays(30);
    /** The media type of all files: one JSON object a line. */
    public static final String CONTENT_TYPE = "application/jsonl";

    private static final String PREFIX = "file-";

    /** What a file is for. */
    public enum Purpose {
        BATCH("batch"),
        BATCH_OUTPUT("batch_output");

        private final String word;

        Purpose(String word) {
            this.word = word;
        }

        /** OpenAI's word. */
        public String word() {
            return word;
        }
    }

    /** {@code file-…}. */
    public static String id(JobId id) {
        return AnswerId.of(PREFIX, id);
    }

    /** What the bytes of the file {@code id} lie under, if it is a file's name. */
    static Optional<JobId> parse(String id) {
        return AnswerId.parse(PREFIX, id);
    }

    String id() {
        return id(content.job());
    }

    boolean isOver(Instant now) {
        return now.isAfter(createdAt.plus(LIFE));
    }

    /** As OpenAI's clients see it. */
    ObjectNode body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id())
                .put("object", "file")
                .put("bytes", content.bytes())
                .put("created_at", createdAt.getEpochSecond())
                .put("expires_at", createdAt.plus(LIFE).getEpochSecond())
                .put("filename", filename)
                .put("purpose", purpose.word())
                .put("status", "processed")
                .putNull("status_details");
    }
}
