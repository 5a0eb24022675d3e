package io.spillway.gguf.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One download of one file: into {@code <file>.part}, resumed when cut, checked, then moved into place. */
final class Download {
    private static final System.Logger LOG = System.getLogger(Download.class.getName());
    /** Attempts in a row that may bring nothing; one that brings something starts the count anew. */
    private static final int MOST_FRUITLESS = 4;

    private final Path file;
    private final Optional<String> sha256;
    private final PartFile part;
    private final RangedGet source;
    private final Consumer<String> progress;

    Download(RangedGet source, Path file, Optional<String> sha256, Consumer<String> progress) {
        this.file = file;
        this.sha256 = sha256;
        this.part = new PartFile(file);
        this.source = source;
        this.progress = progress;
    }

    void run() throws IOException, InterruptedException {
        int fruitless = 0;
        while (true) {
            long before = part.size();
            try {
                fetch();
                break;
            } catch (RangedGet.Answered e) {
                throw e;
            } catch (IOException e) {
                fruitless = part.size() > before ? 0 : fruitless + 1;
                LOG.log(System.Logger.Level.WARNING, "download cut file={0} reason={1}", file, e.toString());
                if (fruitless >= MOST_FRUITLESS) {
                    throw new IOException("download failed: " + e, e);
                }
                Thread.sleep(Duration.ofMillis(fruitless == 0 ? 50 : 1000L << fruitless));
            }
        }
        keep();
    }

    private void fetch() throws IOException, InterruptedException {
        long have = part.size();
        HttpResponse<InputStream> response = source.from(have, part.version());
        try (InputStream body = source.impatient(response.body())) {
            if (response.statusCode() == RangedGet.NOTHING_LEFT) {
                requireWhole(response, have);
                return;
            }
            boolean resumed = response.statusCode() == RangedGet.PARTIAL;
            long start = resumed ? have : 0;
            long length = response.headers().firstValueAsLong("content-length").orElse(-1);
            part.require(length);
            part.note(response.headers().firstValue("etag"));
            part.append(body, start, length < 0 ? -1 : start + length, progress);
        }
    }

    /** "Nothing left" is only good news if there was exactly as much as we have. */
    private void requireWhole(HttpResponse<InputStream> response, long have) throws IOException {
        String range = response.headers().firstValue("content-range").orElse("");
        if (!range.endsWith("/" + have)) {
            part.discard();
            throw new IOException("the part is longer than the file, starting anew");
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
        Files.move(part.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        part.discard();
        LOG.log(
                System.Logger.Level.INFO,
                "download complete file={0} bytes={1}",
                file,
                Long.toString(Files.size(file)));
    }
}
