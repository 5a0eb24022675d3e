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
    /** How much is written before the disk is looked at again: others write to it too, and not every length is told. */
    private static final long LOOK_BYTES = 64L << 20;

    private static final long TELL_NANOS = Duration.ofSeconds(3).toNanos();

    private final Path file;
    private final Path part;
    private final Path version;
    private final long mostBytes;

    /** @param mostBytes how large the file may be */
    PartFile(Path file, long mostBytes) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.version = file.resolveSibling(file.getFileName() + ".part.etag");
        this.mostBytes = mostBytes;
    }

    /** The file that it is to become. */
    Path whole() {
        return file;
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

    void note(Optional<String> mark) throws IOException {
        if (mark.isPresent()) {
            Files.writeString(version, mark.get());
        } else {
            Files.deleteIfExists(version);
        }
    }

    /** Fails unless a file of {@code total} bytes, of which {@code missing} are to come, may be and has room. */
    void require(long total, long missing) throws IOException {
        if (total > mostBytes) {
            throw new RangedGet.Answered("the file has " + total + " bytes, max-model-size is " + mostBytes);
        }
        long free = Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace();
        if (missing > free - SPARE_BYTES) {
            throw new RangedGet.Answered(
                    "the disk has " + (free >> 20) + " MB free, the file needs " + (missing >> 20) + " MB more");
        }
    }

    /** Writes {@code body} from {@code start} on; a body that ends before {@code total}, if known, is an error. */
    void append(InputStream body, long start, long total, Consumer<String> progress) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(start).position(start);
            byte[] block = new byte[1 << 16];
            long told = System.nanoTime() - TELL_NANOS;
            long looked = start;
            for (int length = body.read(block); length >= 0; length = body.read(block)) {
                if (total >= 0 && out.position() + length > total) {
                    throw new IOException("the server sends more than the " + total + " bytes it told of");
                }
                if (out.position() + length > mostBytes || out.position() - looked > LOOK_BYTES) {
                    looked = out.position();
                    require(looked + length, length);
                }
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
        LOG.log(
                System.Logger.Level.INFO,
                "download file={0} bytes={1} total={2}",
                file,
                Long.toString(have),
                total > 0 ? Long.toString(total) : "unknown");
        progress.accept("downloading, " + share);
    }
}
