package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Artifacts as files below one folder, {@code hour/job/hash}. Gateways and workers on several machines need to share it.
 *
 * @param root absolute; made at the first {@link #put}
 */
public record FolderStore(Path root) implements ArtifactStore {
    @Override
    public void put(ArtifactRef ref, byte[] content) throws StoreUnavailable {
        put(ref, out -> {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
        });
    }

    @Override
    public void put(ArtifactRef ref, Path content) throws StoreUnavailable {
        put(ref, out -> {
            try (FileChannel in = FileChannel.open(content, StandardOpenOption.READ)) {
                long copied = 0;
                while (copied < in.size()) {
                    copied += in.transferTo(copied, in.size() - copied, out);
                }
            }
        });
    }

    private interface Writing {
        void to(FileChannel out) throws IOException;
    }

    private void put(ArtifactRef ref, Writing content) throws StoreUnavailable {
        Path file = file(ref);
        Path part = file.resolveSibling(ref.sha256() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(file.getParent());
            try {
                write(part, content);
                // Whoever sees the file sees all of it.
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unavailable("written", e);
        }
    }

    /** The log will promise that it is there, so it must outlive a loss of power as the log does. */
    private static void write(Path part, Writing content) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.to(out);
            out.force(true);
        }
    }

    @Override
    public Optional<InputStream> open(ArtifactRef ref, long from) throws StoreUnavailable {
        try {
            return Optional.of(opened(ref, from));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    private InputStream opened(ArtifactRef ref, long from) throws IOException {
        long size = Files.size(file(ref));
        if (size != ref.bytes()) {
            throw new StoreUnavailable("an artifact has " + size + " bytes instead of " + ref.bytes());
        }
        InputStream in = Files.newInputStream(file(ref));
        try {
            in.skipNBytes(from);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public void delete(ArtifactRef ref) throws StoreUnavailable {
        try {
            Files.deleteIfExists(file(ref));
        } catch (IOException e) {
            throw unavailable("deleted", e);
        }
    }

    @Override
    public int sweep(Instant now, int most) throws StoreUnavailable {
        try {
            return new FolderSweep(ArtifactRef.hour(now), most).of(root);
        } catch (IOException e) {
            throw unavailable("swept", e);
        }
    }

    @Override
    public void close() {
        // A folder is not held open.
    }

    private Path file(ArtifactRef ref) {
        return root.resolve(ref.path());
    }

    private static StoreUnavailable unavailable(String verb, IOException cause) {
        return new StoreUnavailable(
                "artifacts cannot be " + verb + ": " + cause.getClass().getSimpleName(), cause);
    }
}
