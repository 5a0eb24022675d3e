package io.spillway.gateway.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The form of the keys made here: {@code sk-spill-}, 256 random bits, and a checksum, by which a key that was cut or
 * mistyped is told from one that is revoked; only in our own figures, never to whoever shows it.
 */
final class KeyText {
    private static final String PREFIX = "sk-spill-";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(Pattern.quote(PREFIX) + "[A-Za-z0-9_-]{49}");
    private static final int CHECKED = PREFIX.length() + 43;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private KeyText() {}

    static String random(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String text = PREFIX + BASE64.encodeToString(secret);
        return text + checksum(text);
    }

    /** Whether {@code key} may have been made here; not so for the key that an admin key file was given. */
    static boolean wellFormed(String key) {
        return FORM.matcher(key).matches()
                && checksum(key.substring(0, CHECKED)).equals(key.substring(CHECKED));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return BASE64.encodeToString(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
    }
}
