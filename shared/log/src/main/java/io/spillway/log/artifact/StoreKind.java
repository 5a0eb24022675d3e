package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactStore;
import java.net.URI;

/** A kind of store beside the folder, found by {@link java.util.ServiceLoader}: only who needs one carries its client. */
public interface StoreKind {
    /** The scheme of its addresses, e.g. {@code s3}. */
    String scheme();

    /**
     * Opens the store at {@code place}; does not wait for it to answer.
     *
     * @throws IllegalArgumentException if the address is none of this kind, saying what would be right
     */
    ArtifactStore open(URI place);
}
