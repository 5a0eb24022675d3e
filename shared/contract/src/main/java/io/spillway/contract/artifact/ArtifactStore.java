package io.spillway.contract.artifact;

import io.spillway.contract.seal.PayloadKeys;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Where artifacts lie: the same place for every gateway and worker of a cluster. Any number of threads may use it. */
public interface ArtifactStore extends AutoCloseable {
    /** What the words of jobs are encrypted with, wherever they are kept: here, or in the log if they are short. */
    default PayloadKeys keys() {
        return PayloadKeys.NONE;
    }

    /** Puts {@code content} where {@code ref} says; once this has returned anybody can read it. Twice is as once. */
    void put(ArtifactRef ref, byte[] content) throws StoreUnavailable;

    /** The same with the content of {@code file}, which is not held in memory. */
    void put(ArtifactRef ref, Path file) throws StoreUnavailable;

    /**
     * Opens what {@code ref} refers to, to be closed by the caller.
     *
     * @param from the first byte that is wanted, 0 to the artifact's length
     * @return nothing if it is not there: deleted, or its time is over
     */
    Optional<InputStream> open(ArtifactRef ref, long from) throws StoreUnavailable;

    /** Deletes what {@code ref} refers to; what is not there is deleted already. */
    void delete(ArtifactRef ref) throws StoreUnavailable;

    /**
     * Deletes artifacts whose hour was over before {@code now}. Any number of processes may do it at once.
     *
     * @param most how many at most, so that a call is short
     * @return how many were deleted; fewer than {@code most} means that no more are due
     */
    int sweep(Instant now, int most) throws StoreUnavailable;

    /** Gives up the store's connections; what lies in it stays. */
    @Override
    void close();
}
