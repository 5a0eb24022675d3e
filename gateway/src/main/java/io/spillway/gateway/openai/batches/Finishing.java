package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.openai.files.StoredFile;
import io.spillway.gateway.openai.files.StoredFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Makes a batch's files of its parts, and of the lines that are in none; then the batch has ended. */
@Singleton
class Finishing {
    private static final Logger LOG = Logger.getLogger(Finishing.class);

    private final Batches batches;
    private final LineCalls calls;
    private final ArtifactStore store;
    private final StoredFiles files;
    private final Path scratch;

    Finishing(Batches batches, LineCalls calls, ArtifactStore store, StoredFiles files, BackboneSettings settings) {
        this.batches = batches;
        this.calls = calls;
        this.store = store;
        this.files = files;
        this.scratch = settings.scratch();
    }

    /** The two files in the making, and which lines are in them. */
    private record Desk(Sheet answers, Sheet errors, BitSet seen) implements AutoCloseable {
        static Desk in(Path folder) throws IOException {
            return new Desk(Sheet.in(folder), Sheet.in(folder), new BitSet());
        }

        @Override
        public void close() throws IOException {
            answers.close();
            errors.close();
        }
    }

    /** Ends {@code batch}; what is not done by now ends as {@code course} says. */
    void finish(Batch batch, Course course) {
        batches.put(batch.finalizing());
        List<Part> parts = batches.parts(batch);
        try (Desk desk = Desk.in(scratch)) {
            for (Part part : parts) {
                copy(part.output(), part.answered(), desk.answers(), desk.seen());
                copy(part.errors(), part.refused(), desk.errors(), desk.seen());
            }
            boolean left = desk.seen().cardinality() < batch.total();
            if (left) {
                fillUp(batch, course, desk);
            }
            keep(batch, desk);
            Batch.Counts counts =
                    new Batch.Counts(desk.answers().lines(), desk.errors().lines());
            BatchStatus end = course == Course.CANCELLED
                    ? BatchStatus.CANCELLED
                    : left ? BatchStatus.EXPIRED : BatchStatus.COMPLETED;
            end(batch.finalizing().ended(end, counts), parts);
        } catch (Lines.Gone e) {
            end(
                    batch.failed(List.of(new Batch.Mistake(
                            "input_file_gone", "The input file has been deleted.", Optional.empty(), 0))),
                    parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(Batch ended, List<Part> parts) {
        batches.put(ended);
        batches.tidy(ended);
        parts.stream()
                .flatMap(part -> Stream.concat(part.output().stream(), part.errors().stream()))
                .forEach(store::delete);
        LOG.infof(
                "batch=%s tenant=%s status=%s",
                ended.id(), ended.tenant(), ended.status().word());
    }

    /** A part that is gone is no loss: its lines are asked for again by their names. */
    private void copy(Optional<ArtifactRef> part, List<Integer> numbers, Sheet sheet, BitSet seen) throws IOException {
        if (part.isEmpty()) {
            return;
        }
        try (Lines lines = new Lines(store, part.get(), Integer.MAX_VALUE)) {
            for (int number : numbers) {
                Optional<Line> line = lines.next();
                if (line.isPresent() && !seen.get(number)) {
                    seen.set(number);
                    sheet.add(ended(line.get().text()));
                }
            }
        } catch (Lines.Gone e) {
            LOG.warnf("a part is gone from the store artifact=%s", part.get().path());
        }
    }

    private void fillUp(Batch batch, Course course, Desk desk) throws IOException, Lines.Gone {
        try (Lines lines = new Lines(store, batch.wish().input(), Request.LONGEST)) {
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (!desk.seen().get(line.get().number())
                        && Request.read(line.get(), batch.wish().endpoint())
                                instanceof Request.Read.Good(Request asked)) {
                    Result result = calls.stopped(batch, asked, course);
                    (result.answered() ? desk.answers() : desk.errors()).add(result.text());
                }
            }
        }
    }

    private void keep(Batch batch, Desk desk) throws IOException {
        keep(batch, batch.outlets().output(), "_output.jsonl", desk.answers());
        keep(batch, batch.outlets().errors(), "_error.jsonl", desk.errors());
    }

    private void keep(Batch batch, JobId file, String ending, Sheet sheet) throws IOException {
        if (sheet.lines() > 0) {
            files.keep(
                    file,
                    new StoredFiles.Named(
                            batch.tenant(), Batch.id(batch.id()) + ending, StoredFile.Purpose.BATCH_OUTPUT),
                    sheet.finished());
        }
    }

    private static byte[] ended(byte[] line) {
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }
}
