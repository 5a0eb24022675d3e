package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.openai.files.StoredFile;
import io.spillway.log.LogUnavailable;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Gathers results and writes them part by part. What is not written when a gateway dies is fetched again by its
 * successor, from jobs that have ended long before.
 */
final class PartWriter {
    private static final Logger LOG = Logger.getLogger(PartWriter.class);
    private static final int MOST_LINES = 1_000;
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final Duration SOONEST = Duration.ofSeconds(2);
    /** A batch that takes a day is written some hundred times, as one that takes minutes is. */
    private static final int SHARE = 100;

    private final Batches batches;
    private final ArtifactStore store;
    private final Batch batch;
    private final String writer = UUID.randomUUID().toString();
    private final Instant began = Instant.now();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<Integer> answered = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();
    private Instant last = Instant.now();
    private int parts;

    PartWriter(Batches batches, ArtifactStore store, Batch batch) {
        this.batches = batches;
        this.store = store;
        this.batch = batch;
    }

    /** Takes a result; does not return before there is room for the next one. */
    synchronized void add(Result result) throws InterruptedException {
        (result.answered() ? answers : errors).writeBytes(result.text());
        (result.answered() ? answered : refused).add(result.line());
        while (isFull() && !written()) {
            wait(SOONEST.toMillis());
        }
    }

    /** Writes what there is if that is due. */
    synchronized void tick() {
        Instant now = Instant.now();
        Duration pause = Duration.between(began, now).dividedBy(SHARE);
        if (now.isAfter(last.plus(pause.compareTo(SOONEST) > 0 ? pause : SOONEST))) {
            written();
        }
    }

    /** Writes what there is; answers whether nothing is left to write. */
    synchronized boolean written() {
        if (answered.isEmpty() && refused.isEmpty()) {
            return true;
        }
        try {
            Part part = new Part(List.copyOf(answered), List.copyOf(refused), stored(answers), stored(errors));
            batches.add(batch, "%s-%06d".formatted(writer, parts), part);
        } catch (Away | LogUnavailable | StoreUnavailable e) {
            LOG.warnf(
                    "not written yet batch=%s lines=%d: %s",
                    batch.id(), answered.size() + refused.size(), e.getMessage());
            return false;
        }
        parts++;
        last = Instant.now();
        answers.reset();
        errors.reset();
        answered.clear();
        refused.clear();
        return true;
    }

    private boolean isFull() {
        return answered.size() + refused.size() >= MOST_LINES || answers.size() + errors.size() >= MOST_BYTES;
    }

    private Optional<ArtifactRef> stored(ByteArrayOutputStream text) {
        if (text.size() == 0) {
            return Optional.empty();
        }
        byte[] content = text.toByteArray();
        ArtifactRef ref =
                ArtifactRef.to(batch.id(), batch.createdAt().plus(Batch.LIFE), StoredFile.CONTENT_TYPE, content);
        store.put(ref, content);
        return Optional.of(ref);
    }
}
