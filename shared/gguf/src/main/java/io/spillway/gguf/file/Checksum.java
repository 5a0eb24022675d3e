package io.spillway.gguf.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 of model files. What has been checked is noted beside the file: reading gigabytes at each start is slow. */
final class Checksum {
    private Checksum() {}

    /** Whether {@code file} is there and has the checksum that is wanted, if one is. */
    static boolean holds(Path file, Optional<String> wanted) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (wanted.isEmpty()) {
            return true;
        }
        Path note = note(file);
        String entry = wanted.get() + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis();
        if (Files.isRegularFile(note) && Files.readString(note).equals(entry)) {
            return true;
        }
        boolean right = of(file).equals(wanted.get());
        if (right) {
            Files.writeString(note, entry);
        }
        return right;
    }

    /** The checksum of {@code file} in lower-case hex. */
    static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                digest.update(block, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path note(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }
}
