package io.spillway.contract.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Bytes under AES-256-GCM, as text: {@code key id:base64 of nonce, ciphertext and tag}. Each has a random nonce of 96 bits,
 * so one key is good for some 2^32 of them (NIST SP 800-38D, 8.3). They open at the place they were sealed for only.
 *
 * @see <a href="https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf">NIST SP 800-38D</a>
 */
final class Sealed {
    static final String CIPHER = "AES/GCM/NoPadding";
    static final int TAG_BITS = 128;
    static final int NONCE_BYTES = 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Sealed() {}

    /** {@code content} sealed for {@code place}, with the key that is in use. */
    static String seal(PayloadKeys keys, String place, byte[] content) {
        String id = keys.inUse().orElseThrow();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.key(id).orElseThrow(), nonce, place)
                    .doFinal(content);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return id + ":" + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** What was sealed; nothing if the key is not here, or what stands there was not sealed for this place with it. */
    static Optional<byte[]> open(PayloadKeys keys, String place, String sealed) {
        Optional<SecretKey> key = keys.key(id(sealed));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getDecoder().decode(sealed.substring(sealed.indexOf(':') + 1));
            if (all.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key.get(), nonce, place)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** The id of the key that it was sealed with. */
    static String id(String sealed) {
        int colon = sealed.indexOf(':');
        return colon < 0 ? "" : sealed.substring(0, colon);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
