package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.seal.Payload;
import io.spillway.contract.seal.PayloadKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A store whose artifacts are encrypted where the cluster has keys. What is sealed lies under another name than what is
 * not, so both can be found: those of before, and those of a process that does not encrypt yet.
 */
record SealedStore(ArtifactStore store, PayloadKeys keys) implements ArtifactStore {
    private static final String CONTENT_TYPE = "application/octet-stream";

    @Override
    public void put(ArtifactRef ref, byte[] content) throws StoreUnavailable {
        if (keys.inUse().isEmpty()) {
            store.put(ref, content);
            return;
        }
        ByteArrayOutputStream sealed =
                new ByteArrayOutputStream(Math.toIntExact(SealedChunks.sealedLength(ref.bytes())));
        seal(ref, new ByteArrayInputStream(content), sealed);
        store.put(sealed(ref), sealed.toByteArray());
    }

    @Override
    public void put(ArtifactRef ref, Path content) throws StoreUnavailable {
        if (keys.inUse().isEmpty()) {
            store.put(ref, content);
            return;
        }
        try {
            Path part = Files.createTempFile("sealed-", ".part");
            try {
                try (InputStream in = Files.newInputStream(content);
                        OutputStream out = Files.newOutputStream(part)) {
                    seal(ref, in, out);
                }
                store.put(sealed(ref), part);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StoreUnavailable("an artifact could not be encrypted", e);
        }
    }

    private void seal(ArtifactRef ref, InputStream in, OutputStream out) {
        try {
            SealedChunks.seal(keys, ref, in, out);
        } catch (IOException e) {
            throw new StoreUnavailable("an artifact could not be encrypted", e);
        }
    }

    @Override
    public Optional<InputStream> open(ArtifactRef ref, long from) throws StoreUnavailable {
        return keys.inUse().isPresent()
                ? unsealed(ref, from).or(() -> store.open(ref, from))
                : store.open(ref, from).or(() -> unsealed(ref, from));
    }

    private Optional<InputStream> unsealed(ArtifactRef ref, long from) {
        Optional<InputStream> found = store.open(sealed(ref), 0);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return switch (SealedChunks.open(keys, ref, found.get())) {
                case SealedChunks.Opening.Open(SealedChunks chunks) -> from(ref, from, chunks, found.get());
                case SealedChunks.Opening.Locked(String id) -> {
                    found.get().close();
                    throw new StoreUnavailable(Payload.reason(keys, id));
                }
            };
        } catch (IOException e) {
            throw new StoreUnavailable("an artifact could not be decrypted", e);
        }
    }

    /** @param in stands behind the head */
    private Optional<InputStream> from(ArtifactRef ref, long from, SealedChunks chunks, InputStream in)
            throws IOException {
        if (SealedChunks.place(from) == SealedChunks.place(0)) {
            return Optional.of(chunks.from(from, in));
        }
        in.close();
        Optional<InputStream> later = store.open(sealed(ref), SealedChunks.place(from));
        return later.isEmpty() ? later : Optional.of(chunks.from(from, later.get()));
    }

    @Override
    public void delete(ArtifactRef ref) throws StoreUnavailable {
        for (ArtifactRef form : List.of(sealed(ref), ref)) {
            store.delete(form);
        }
    }

    @Override
    public int sweep(Instant now, int most) throws StoreUnavailable {
        return store.sweep(now, most);
    }

    @Override
    public void close() {
        store.close();
    }

    /** Where the sealed bytes lie: beside the others of its job, under a name that does not tell their hash. */
    private static ArtifactRef sealed(ArtifactRef ref) {
        String name = ArtifactRef.to(
                        ref.job(),
                        ref.until(),
                        CONTENT_TYPE,
                        ("sealed " + ref.sha256()).getBytes(StandardCharsets.US_ASCII))
                .sha256();
        return new ArtifactRef(ref.job(), ref.until(), name, CONTENT_TYPE, SealedChunks.sealedLength(ref.bytes()));
    }
}
