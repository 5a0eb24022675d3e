package io.spillway.contract.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Bytes of a job that lie in the artifact store. The name is made of their hash, so a worker that lost its lease cannot
 * overwrite what another one has stored: the job's end in the log says which of them count.
 *
 * @param until after this hour the store may throw them away
 * @param sha256 of the bytes, 64 lower-case hex digits
 */
public record ArtifactRef(JobId job, Instant until, String sha256, String contentType, long bytes) {
    private static final int PIECE = 64 * 1024;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyyMMddHH").withZone(ZoneOffset.UTC);

    public ArtifactRef {
        if (!SHA256.matcher(sha256).matches() || bytes < 0) {
            throw new IllegalArgumentException("no reference to an artifact");
        }
    }

    /** The reference to {@code content}. */
    public static ArtifactRef to(JobId job, Instant until, String contentType, byte[] content) {
        return new ArtifactRef(job, until, hash(content), contentType, content.length);
    }

    /** The reference to the content of {@code file}, which is read once and not held. */
    public static ArtifactRef to(JobId job, Instant until, String contentType, Path file) throws IOException {
        MessageDigest hash = digest();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                hash.update(piece, 0, read);
                bytes += read;
            }
        }
        return new ArtifactRef(job, until, HexFormat.of().formatHex(hash.digest()), contentType, bytes);
    }

    /** The reference that {@link #json} wrote, or nothing if {@code node} is none. */
    public static Optional<ArtifactRef> of(JsonNode node) {
        try {
            return JobId.parse(node.path("job").asText(""))
                    .map(job -> new ArtifactRef(
                            job,
                            Instant.parse(node.path("until").asText("")),
                            node.path("sha256").asText(""),
                            node.path("content_type").asText(""),
                            node.path("bytes").asLong(-1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** This reference as it stands in a record. */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("job", job.value())
                .put("until", until.toString())
                .put("sha256", sha256)
                .put("content_type", contentType)
                .put("bytes", bytes);
    }

    /** Where the bytes lie in any store, {@code hour/job/hash}; of digits, letters and underscores only. */
    public String path() {
        return hour(until) + "/" + job + "/" + sha256;
    }

    /** Whether {@code content} is what this refers to. */
    public boolean fits(byte[] content) {
        return content.length == bytes && hash(content).equals(sha256);
    }

    /** The name of the hour, in UTC, that {@code time} is in: names sort as their hours do. */
    public static String hour(Instant time) {
        return HOUR.format(time);
    }

    private static String hash(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
