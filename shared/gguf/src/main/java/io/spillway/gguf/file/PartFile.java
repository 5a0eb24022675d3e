package io.spillway.gguf.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What has come of a file so far, and of which version of it. */
final class PartFile {
    private static final System.Logger LOG = System.getLogger(PartFile.class.getName());
    private static final long SPARE_BYTES = 64L << 20;
    private static final long TELL_NANOS = Duration.ofSeconds(3).toNanos();

    private final Path part;
    private final Path version;

    PartFile(Path file) {
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.version = file.resolveSibling(file.getFileName() + ".part.etag");
    }

    Path path() {
        return part;
    }

    long size() throws IOException {
        return Files.isRegularFile(part) ? Files.size(part) : 0;
    }

    /** The server's mark of the version that this is a part of. */
    Optional<String> version() throws IOException {
        return Files.isRegularFile(version) ? Optional.of(Files.readString(version)) : Optional.empty();
    }

    /** Notes the version; a weak mark ({@code W/}) does not promise the same bytes and is no use for resuming. */
    void note(Optional<String> etag) throws IOException {
        Optional<String> strong = etag.filter(mark -> !mark.startsWith("W/"));
        if (strong.isPresent()) {
            Files.writeString(version, strong.get());
        } else {
            Files.deleteIfExists(version);
        }
    }

    /** Fails unless the disk has room for {@code bytes} more. */
    void require(long bytes) throws IOException {
        long free = Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace();
        if (bytes > free - SPARE_BYTES) {
            throw new RangedGet.Answered(
                    "the disk has " + (free >> 20) + " MB free, the file needs " + (bytes >> 20) + " MB more");
        }
    }

    /** Writes {@code body} from {@code start} on; a body that ends before {@code total}, if known, is an error. */
    void append(InputStream body, long start, long total, Consumer<String> progress) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(start).position(start);
            byte[] block = new byte[1 << 16];
            long told = System.nanoTime() - TELL_NANOS;
            for (int length = body.read(block); length >= 0; length = body.read(block)) {
                for (ByteBuffer bytes = ByteBuffer.wrap(block, 0, length); bytes.hasRemaining(); ) {
                    out.write(bytes);
                }
                if (System.nanoTime() - told > TELL_NANOS) {
                    told = System.nanoTime();
                    tell(out.position(), total, progress);
                }
            }
            if (out.position() < total) {
                throw new EOFException("the connection ended at " + out.position() + " of " + total + " bytes");
            }
        }
    }

    void discard() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(version);
    }

    private void tell(long have, long total, Consumer<String> progress) {
        String share = total > 0 ? 100 * have / total + " % of " + (total >> 20) + " MB" : (have >> 20) + " MB";
        LOG.log(System.Logger.Level.INFO, "download file={0} progress={1}", part, share);
        progress.accept("downloading, " + share);
    }
}
