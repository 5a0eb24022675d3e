package io.spillway.gateway.artifacts;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sends an artifact from the store to a client without holding all of it. */
@Singleton
public class Delivery {
    private static final int PIECE = 64 * 1024;

    private final ArtifactStore store;

    Delivery(ArtifactStore store) {
        this.store = store;
    }

    /** The answer with what {@code range} wants of {@code ref}, the job's artifact {@code n}. */
    RestResponse<StreamingOutput> of(ArtifactRef ref, String n, @Nullable String range) throws Refusal {
        return switch (ByteRange.of(range, ref.bytes())) {
            case ByteRange.Whole _ ->
                sent(head(200, ref, n, ref.bytes()), ref, 0, ref.bytes()).build();
            case ByteRange.Part part ->
                sent(head(206, ref, n, part.length()), ref, part.first(), part.length())
                        .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + ref.bytes())
                        .build();
            case ByteRange.Beyond _ ->
                throw Refusal.of(Problem.Kind.UNSATISFIABLE, "The artifact has " + ref.bytes() + " bytes.")
                        .with("Content-Range", "bytes */" + ref.bytes());
        };
    }

    /** The answer to somebody who has it. */
    static RestResponse<StreamingOutput> unchanged(ArtifactRef ref) {
        return RestResponse.ResponseBuilder.<StreamingOutput>create(304)
                .header("ETag", etag(ref))
                .build();
    }

    /** An artifact never changes: its hash is its tag. */
    static String etag(ArtifactRef ref) {
        return '"' + ref.sha256() + '"';
    }

    /** The answer without the bytes. */
    RestResponse<StreamingOutput> described(ArtifactRef ref, String n) {
        return head(200, ref, n, ref.bytes()).build();
    }

    /** All of {@code ref}, without a word about it. */
    public StreamingOutput whole(ArtifactRef ref) throws Refusal {
        InputStream in = open(ref);
        return out -> copy(in, out, ref.bytes());
    }

    /** All of {@code ref}, to be closed by the caller. */
    public InputStream open(ArtifactRef ref) throws Refusal {
        return open(ref, 0);
    }

    private InputStream open(ArtifactRef ref, long from) {
        return store.open(ref, from)
                .orElseThrow(() -> Refusal.of(Problem.Kind.GONE, "The artifact has been deleted from its store."));
    }

    private RestResponse.ResponseBuilder<StreamingOutput> sent(
            RestResponse.ResponseBuilder<StreamingOutput> head, ArtifactRef ref, long from, long length) {
        InputStream in = open(ref, from);
        return head.entity(out -> copy(in, out, length));
    }

    private static RestResponse.ResponseBuilder<StreamingOutput> head(
            int status, ArtifactRef ref, String n, long length) {
        return RestResponse.ResponseBuilder.<StreamingOutput>create(status)
                .header("Content-Type", ref.contentType())
                .header("Content-Length", length)
                .header("Content-Disposition", "attachment; filename=\"" + name(ref, n) + '"')
                .header("Accept-Ranges", "bytes")
                .header("ETag", etag(ref));
    }

    private static String name(ArtifactRef ref, String n) {
        String kind = ref.contentType().substring(ref.contentType().indexOf('/') + 1);
        String ending = switch (kind) {
            case "mpeg" -> "mp3";
            case "jpeg" -> "jpg";
            default -> kind.matches("[a-z0-9]{1,8}") ? kind : "bin";
        };
        return ref.job() + "-" + n + "." + ending;
    }

    private static void copy(InputStream from, OutputStream out, long length) throws IOException {
        try (from) {
            byte[] piece = new byte[PIECE];
            long left = length;
            while (left > 0) {
                int read = from.read(piece, 0, (int) Math.min(left, PIECE));
                if (read < 0) {
                    throw new EOFException("the artifact ended early");
                }
                out.write(piece, 0, read);
                left -= read;
            }
        }
    }
}
