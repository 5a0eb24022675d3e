package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.seal.PayloadKeys;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opens the artifact store that {@code SPILLWAY_ARTIFACTS} names. */
public final class ArtifactStores {
    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]+://.*");
    private static final Pattern BUCKET = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([!-~]*))?");
    private static final String FORMS = "should be a folder or s3://bucket/prefix";

    private ArtifactStores() {}

    /** The store at {@code place}, whose artifacts are encrypted with {@code keys} if one of them is in use. */
    public static ArtifactStore open(String place, PayloadKeys keys) {
        return new SealedStore(open(place), keys);
    }

    /**
     * The store at {@code place}: a folder, which is made when it is first written to, or {@code s3://bucket/prefix}.
     * Does not wait for a store to answer.
     *
     * @throws IllegalArgumentException if {@code place} is neither, saying what would be right
     */
    public static ArtifactStore open(String place) {
        var bucket = BUCKET.matcher(place);
        if (bucket.matches()) {
            String prefix = bucket.group(2) == null ? "" : bucket.group(2).replaceAll("/*$", "");
            return S3Store.open(bucket.group(1), prefix.isEmpty() ? "" : prefix + "/", endpoint());
        }
        if (ADDRESS.matcher(place).matches()) {
            throw new IllegalArgumentException(FORMS + ", not '" + place + "'");
        }
        try {
            return new FolderStore(Path.of(place).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(FORMS, e);
        }
    }

    /** The AWS tools' own variable for servers that speak S3 without being Amazon's. */
    private static Optional<URI> endpoint() {
        return Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")).map(URI::create);
    }
}
