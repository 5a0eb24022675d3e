package io.spillway.contract.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** A request or an answer of more than {@value #MOST_INLINE} bytes lies in the store; its reference stands in its place. */
public final class StoredJson {
    /** What a record carries itself; all of it is in Redis too while the job lives. */
    public static final int MOST_INLINE = 512 * 1024;

    private static final String MARK = "$stored";
    private static final String CONTENT_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredJson() {}

    /**
     * {@code node}, or what stands in its place once it has been stored: the reference, and beside it the node's own
     * numbers, since whoever estimates what a request will cost looks at its limits.
     */
    public static ObjectNode stored(ArtifactStore store, JobId job, Instant until, ObjectNode node)
            throws StoreUnavailable {
        byte[] content = bytes(node);
        if (content.length <= MOST_INLINE) {
            return node;
        }
        ArtifactRef ref = ArtifactRef.to(job, until, CONTENT_TYPE, content);
        store.put(ref, content);
        ObjectNode place = JsonNodeFactory.instance.objectNode();
        node.properties().stream()
                .filter(field -> field.getValue().isNumber())
                .forEach(field -> place.set(field.getKey(), field.getValue()));
        return place.set(MARK, ref.json());
    }

    /**
     * What {@code node} stands for, if it stands for something. A job's record refers to that job's own artifacts only:
     * a reference that came in with a client's request must not open another's.
     */
    public static Optional<ArtifactRef> ref(JobId job, ObjectNode node) {
        return ArtifactRef.of(node.path(MARK)).filter(ref -> ref.job().equals(job));
    }

    /**
     * The JSON that {@code ref} refers to; empty if it is gone.
     *
     * @throws StoreUnavailable also if what lies there does not have the reference's hash
     */
    public static Optional<ObjectNode> load(ArtifactStore store, ArtifactRef ref) throws StoreUnavailable {
        Optional<InputStream> found = store.open(ref, 0);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            byte[] content = in.readAllBytes();
            if (ref.fits(content) && JSON.readTree(content) instanceof ObjectNode node) {
                return Optional.of(node);
            }
        } catch (IOException e) {
            throw new StoreUnavailable("an artifact could not be read", e);
        }
        throw new StoreUnavailable("an artifact is not what was stored");
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
