package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks through a batch's whole file before anything is begun: each line for itself, and its name among all. */
final class FileCheck {
    static final int MOST_LINES = 50_000;

    private static final int MOST_MISTAKES = 100;

    private final Batch batch;
    private final List<Batch.Mistake> mistakes = new ArrayList<>();
    /** The beginnings of the names' hashes: fifty thousand names may be long. */
    private final Set<Long> names = new HashSet<>();

    private int lines;

    private FileCheck(Batch batch) {
        this.batch = batch;
    }

    /** What the file holds. */
    record Found(int lines, List<Batch.Mistake> mistakes) {}

    static Found of(Batch batch, ArtifactStore store) throws StoreUnavailable {
        FileCheck check = new FileCheck(batch);
        try (Lines file = new Lines(store, batch.wish().input(), Request.LONGEST)) {
            for (Optional<Line> line = file.next(); line.isPresent() && check.goesOn(); line = file.next()) {
                check.look(line.get());
            }
        } catch (Lines.Gone e) {
            check.wrong("input_file_gone", "The input file has been deleted.", 0);
        }
        if (check.lines == 0 && check.mistakes.isEmpty()) {
            check.wrong("empty_file", "The input file has no lines.", 0);
        }
        return new Found(check.lines, List.copyOf(check.mistakes));
    }

    private boolean goesOn() {
        return mistakes.size() < MOST_MISTAKES && lines <= MOST_LINES;
    }

    private void look(Line line) {
        lines++;
        if (lines > MOST_LINES) {
            wrong("too_many_lines", "A batch has at most " + MOST_LINES + " lines.", line.number());
            return;
        }
        switch (Request.read(line, batch.wish().endpoint())) {
            case Request.Read.Bad(Batch.Mistake mistake) -> mistakes.add(mistake);
            case Request.Read.Good(Request request) -> {
                if (!names.add(hash(request.name()))) {
                    mistakes.add(new Batch.Mistake(
                            "duplicate_custom_id",
                            "custom_id '" + request.name() + "' stands in a line before.",
                            Optional.of("custom_id"),
                            line.number()));
                }
            }
        }
    }

    private void wrong(String code, String message, int line) {
        mistakes.add(new Batch.Mistake(code, message, Optional.empty(), line));
    }

    private static long hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
