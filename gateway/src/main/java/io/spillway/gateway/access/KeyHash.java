package io.spillway.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A key's hash; its first half finds the record, the whole is compared in constant time. */
record KeyHash(String hex) {
    private static final int ID_LENGTH = 16;

    static KeyHash of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new KeyHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the state keeps the record. */
    String place() {
        return KeyRing.PREFIX + hex.substring(0, ID_LENGTH);
    }

    boolean matches(KeyRecord record) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), record.hash().getBytes(StandardCharsets.US_ASCII));
    }
}
