package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactStore;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** Opens the artifact store that {@code SPILLWAY_ARTIFACTS} names. */
public final class ArtifactStores {
    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]+://.*");

    private ArtifactStores() {}

    /**
     * The store at {@code place}: a folder, which is made when it is first written to, or an address such as
     * {@code s3://bucket/prefix}.
     *
     * @throws IllegalArgumentException if {@code place} is neither, saying what would be right
     */
    public static ArtifactStore open(String place) {
        if (ADDRESS.matcher(place).matches()) {
            return openAt(URI.create(place));
        }
        try {
            return new FolderStore(Path.of(place).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("should be a folder or an address such as s3://bucket/prefix", e);
        }
    }

    private static ArtifactStore openAt(URI place) {
        return ServiceLoader.load(StoreKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(kind -> kind.scheme().equals(place.getScheme()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no store for '" + place.getScheme() + "://' is built into this process, give a folder"))
                .open(place);
    }
}
