package io.spillway.gateway.openai.files;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The files of all tenants: records in {@code spillway.state}, bytes in the artifact store. */
@Singleton
public class StoredFiles {
    private static final String PREFIX = "file/";

    private final Backbone backbone;
    private final ArtifactStore store;

    StoredFiles(Backbone backbone, ArtifactStore store) {
        this.backbone = backbone;
        this.store = store;
    }

    /** What a file is to be called. */
    public record Named(TenantId tenant, String filename, StoredFile.Purpose purpose) {}

    /** Keeps the content of {@code file} under {@code id}: its bytes first, so that a record never promises too much. */
    public StoredFile keep(JobId id, Named named, Path file) throws Away, StoreUnavailable, LogUnavailable {
        Instant now = Instant.now();
        try {
            ArtifactRef content = ArtifactRef.to(id, now.plus(StoredFile.LIFE), StoredFile.CONTENT_TYPE, file);
            store.put(content, file);
            StoredFile stored = new StoredFile(named.tenant(), named.filename(), named.purpose(), now, content);
            state().put(place(named.tenant(), id), Wire.text(stored));
            return stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file {@code id} of {@code tenant}. */
    public StoredFile known(String id, TenantId tenant) throws Away, Refusal {
        return StoredFile.parse(id)
                .flatMap(name -> state().get(place(tenant, name)))
                .map(text -> Wire.value(text, StoredFile.class))
                .filter(file -> !file.isOver(Instant.now()))
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no such file."));
    }

    /** All files of {@code tenant}, oldest first. */
    List<StoredFile> all(TenantId tenant) throws Away {
        Instant now = Instant.now();
        return state().all(PREFIX + tenant + "/").values().stream()
                .map(text -> Wire.value(text, StoredFile.class))
                .filter(file -> !file.isOver(now))
                .sorted(Comparator.comparing(file -> file.content().job()))
                .toList();
    }

    /** Deletes a file; the record first, so that nobody is promised what is going. */
    void delete(StoredFile file) throws Away, LogUnavailable, StoreUnavailable {
        state().remove(place(file.tenant(), file.content().job()));
        store.delete(file.content());
    }

    /** Forgets the files of all tenants whose time is over; their bytes are swept as every artifact is. */
    public void forgetThoseThatAreOver() throws Away, LogUnavailable {
        Instant now = Instant.now();
        state().all(PREFIX).forEach((place, text) -> {
            if (Wire.value(text, StoredFile.class).isOver(now)) {
                state().remove(place);
            }
        });
    }

    private static String place(TenantId tenant, JobId id) {
        return PREFIX + tenant + "/" + StoredFile.id(id);
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
