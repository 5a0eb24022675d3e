package io.spillway.gguf.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One download of one file: into {@code <file>.part}, resumed when cut, checked, then moved into place. */
final class Download {
    private static final System.Logger LOG = System.getLogger(Download.class.getName());
    /** Attempts in a row that may bring nothing; one that brings something starts the count anew. */
    private static final int MOST_FRUITLESS = 4;
    /** Attempts in all: a server that gives a little and takes it back is not followed for ever. */
    private static final int MOST_ATTEMPTS = 1000;

    private final Optional<String> sha256;
    private final PartFile part;
    private final RangedGet source;
    private final Consumer<String> progress;

    Download(RangedGet source, PartFile part, Optional<String> sha256, Consumer<String> progress) {
        this.sha256 = sha256;
        this.part = part;
        this.source = source;
        this.progress = progress;
    }

    void run() throws IOException, InterruptedException {
        int fruitless = 0;
        for (int attempt = 1; ; attempt++) {
            long before = part.size();
            try {
                fetch();
                break;
            } catch (RangedGet.Answered e) {
                throw e;
            } catch (IOException e) {
                fruitless = part.size() > before ? 0 : fruitless + 1;
                LOG.log(System.Logger.Level.WARNING, "download cut file={0} reason={1}", part.whole(), e.toString());
                if (fruitless >= MOST_FRUITLESS || attempt >= MOST_ATTEMPTS) {
                    throw new IOException("download failed: " + e.getMessage(), e);
                }
                Thread.sleep(Duration.ofMillis(fruitless == 0 ? 50 : 250L << 2 * fruitless));
            }
        }
        keep();
    }

    private void fetch() throws IOException, InterruptedException {
        if (part.version().isEmpty() && sha256.isEmpty()) {
            // Nothing would tell whether the rest belongs to what is here.
            part.discard();
        }
        long have = part.size();
        HttpResponse<InputStream> response = source.from(have, part.version());
        Answer answer = Answer.of(response);
        try (InputStream body = source.impatient(response.body())) {
            if (response.statusCode() == RangedGet.NOTHING_LEFT) {
                requireWhole(answer, have);
                return;
            }
            long start = answer.partial() ? have : 0;
            if (answer.partial()) {
                requireRest(answer, have);
            }
            part.require(answer.total(), Math.max(0, answer.total() - start));
            part.note(answer.version());
            part.append(body, start, answer.total(), progress);
        }
    }

    /** "Nothing left" is only good news if there was exactly as much as we have. */
    private void requireWhole(Answer answer, long have) throws IOException {
        if (answer.total() != have) {
            part.discard();
            throw new IOException("the part is longer than the file, starting anew");
        }
    }

    /** The rest of another version, or from another place on, would make a file that never was. */
    private void requireRest(Answer answer, long have) throws IOException {
        Optional<String> known = part.version();
        boolean other = known.isPresent() && !known.equals(answer.version());
        if (answer.start() != have || other) {
            part.discard();
            throw new IOException(
                    "the server sent " + (other ? "another version" : "another range") + ", starting anew");
        }
    }

    private void keep() throws IOException {
        if (sha256.isPresent()) {
            progress.accept("checking the checksum");
            String actual = Checksum.of(part.path());
            if (!actual.equals(sha256.get())) {
                part.discard();
                throw new IOException("wrong checksum: the file has sha256 " + actual);
            }
        }
        Files.move(part.path(), part.whole(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        part.discard();
        LOG.log(
                System.Logger.Level.INFO,
                "download complete file={0} bytes={1}",
                part.whole(),
                Long.toString(Files.size(part.whole())));
    }
}
