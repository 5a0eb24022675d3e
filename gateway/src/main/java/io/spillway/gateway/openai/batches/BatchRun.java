package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.gateway.backbone.Draining;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs one batch to its end, or until it is left to another gateway. Some lanes read the file together; each has one
 * line in hand, so that a batch of any size takes little of the waiting room, and of memory.
 */
final class BatchRun {
    /** Lines in hand at once. */
    private static final int LANES = 64;
    /** Bytes in hand at once, in the form they have in the file. */
    private static final int BYTES = 32 * 1024 * 1024;

    private final Batch batch;
    private final Surroundings around;
    private final PartWriter parts;
    private final Semaphore room = new Semaphore(BYTES);
    private final BitSet done = new BitSet();
    private volatile boolean left;

    /** What a run needs. */
    record Surroundings(
            Batches batches, LineCalls calls, ArtifactStore store, Finishing finishing, Draining draining) {}

    BatchRun(Batch batch, Surroundings around) {
        this.batch = batch;
        this.around = around;
        this.parts = new PartWriter(around.batches(), around.store(), batch);
    }

    /** Leaves the batch to another gateway. */
    void leave() {
        left = true;
    }

    /** Called every second or so. */
    void tick() {
        parts.tick();
    }

    /** Runs the batch from where it stands. */
    void run() throws InterruptedException {
        Optional<Batch> now = Optional.of(batch);
        if (batch.total() == 0) {
            now = checked();
        }
        if (now.isPresent() && course() != Course.LEFT) {
            // One that is being finished has nothing more to call.
            Course last = batch.status() == BatchStatus.FINALIZING ? Course.EXPIRED : called(now.get());
            if (last != Course.LEFT) {
                around.finishing().finish(now.get(), last);
            }
        }
    }

    private Optional<Batch> checked() {
        FileCheck.Found found = FileCheck.of(batch, around.store());
        Batch next = found.mistakes().isEmpty() ? batch.begun(found.lines()) : batch.failed(found.mistakes());
        around.batches().put(next);
        if (next.status().ended()) {
            around.batches().tidy(next);
            return Optional.empty();
        }
        return Optional.of(next);
    }

    private Course called(Batch begun) throws InterruptedException {
        for (Part part : around.batches().parts(begun)) {
            part.answered().forEach(done::set);
            part.refused().forEach(done::set);
        }
        try (Lines lines = new Lines(around.store(), batch.wish().input(), Request.LONGEST);
                ExecutorService lanes = Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("batch-lane").factory())) {
            Callable<@Nullable Void> lane = () -> lane(lines);
            for (Future<?> ended : lanes.invokeAll(Collections.nCopies(LANES, lane))) {
                ended.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a line could not be called", e.getCause());
        }
        Course last = course();
        return parts.written() ? last : Course.LEFT;
    }

    private @Nullable Void lane(Lines lines) throws InterruptedException, Lines.Gone {
        for (Optional<Line> line = next(lines); line.isPresent(); line = next(lines)) {
            int bytes = Math.min(BYTES, line.get().text().length);
            try {
                if (Request.read(line.get(), batch.wish().endpoint()) instanceof Request.Read.Good(Request request)) {
                    Optional<Result> result = around.calls().called(batch, request, this::course);
                    if (result.isPresent()) {
                        parts.add(result.get());
                    }
                }
            } finally {
                room.release(bytes);
            }
        }
        return null;
    }

    private synchronized Optional<Line> next(Lines lines) throws InterruptedException, Lines.Gone {
        if (course() != Course.ON) {
            return Optional.empty();
        }
        Optional<Line> line = lines.next();
        while (line.isPresent() && done.get(line.get().number())) {
            line = lines.next();
        }
        if (line.isPresent()) {
            room.acquire(Math.min(BYTES, line.get().text().length));
        }
        return line;
    }

    private Course course() {
        if (left || around.draining().begun()) {
            return Course.LEFT;
        }
        Optional<Batch> now = around.batches().again(batch);
        if (now.isEmpty() || now.get().status().ended()) {
            return Course.LEFT;
        }
        if (now.get().status() == BatchStatus.CANCELLING) {
            return Course.CANCELLED;
        }
        return Instant.now().isAfter(batch.expiresAt()) ? Course.EXPIRED : Course.ON;
    }
}
