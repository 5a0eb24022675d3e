package io.spillway.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A key's hash; its first half finds the record, the whole is compared in constant time.
 *
 * @param sealed which of the cluster's secrets it was made with; empty if with none
 */
record KeyHash(String hex, String sealed) {
    private static final int ID_LENGTH = 16;

    /** What operators call the key. */
    String id() {
        return KeyRecord.ID + hex.substring(0, ID_LENGTH);
    }

    /** Where the state keeps the record. */
    String place() {
        return KeyRing.PREFIX + hex.substring(0, ID_LENGTH);
    }

    boolean matches(KeyRecord record) {
        // Both are looked at, whatever the first says.
        return MessageDigest.isEqual(
                        hex.getBytes(StandardCharsets.US_ASCII), record.hash().getBytes(StandardCharsets.US_ASCII))
                & sealed.equals(record.sealed().orElse(""));
    }
}
