package io.spillway.standalone.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The key that the first start makes; who reads its file may do everything. */
public final class AdminKey {
    private static final String PREFIX = "sk-spill-";
    private static final int BYTES = 32;

    private AdminKey() {}

    /** The key in the file. */
    public static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    /** The key in the file, made there if there is none. */
    public static String readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file, random());
        }
        return read(file);
    }

    private static String random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** The permissions come with the file: set afterwards, they would leave a moment in which anyone may read it. */
    private static void write(Path file, String key) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> makeNew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, makeNew, ownerOnly)) {
            channel.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
