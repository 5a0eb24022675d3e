package io.spillway.contract.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that payloads are encrypted with, AES-256 each. The first one encrypts, all decrypt; where the first word is
 * {@value #PLAIN} nothing is encrypted, which is how a cluster begins and how it gives up.
 */
public final class PayloadKeys {
    /** No keys: nothing is encrypted, nothing that was can be read. */
    public static final PayloadKeys NONE = new PayloadKeys(Map.of(), Optional.empty());

    static final int KEY_BYTES = 32;
    /** Of a key's id. */
    public static final int LONGEST_ID = 32;

    private static final String PLAIN = "plain";
    private static final Pattern KEY = Pattern.compile("([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)");

    private final Map<String, SecretKey> keys;
    private final Optional<String> inUse;

    private PayloadKeys(Map<String, SecretKey> keys, Optional<String> inUse) {
        this.keys = keys;
        this.inUse = inUse;
    }

    /**
     * Reads {@code id:base64,id:base64}, newest first.
     *
     * @throws IllegalArgumentException if it is anything else, saying what would be right; never with a key in it
     */
    public static PayloadKeys parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        String[] parts = text.strip().split(" *, *", -1);
        boolean plain = parts[0].equals(PLAIN);
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String part : Arrays.asList(parts).subList(plain ? 1 : 0, parts.length)) {
            Matcher key = KEY.matcher(part);
            if (!key.matches()) {
                throw new IllegalArgumentException("should be id:key,id:key with ids of 1 to 32 letters, digits, - and"
                        + " _, and keys of 32 bytes in base64; the first may be the word " + PLAIN);
            }
            if (keys.put(key.group(1), secret(key.group(2))) != null) {
                throw new IllegalArgumentException("has the id '" + key.group(1) + "' twice");
            }
        }
        return new PayloadKeys(
                keys, plain ? Optional.empty() : keys.keySet().stream().findFirst());
    }

    /** The id of the key that encrypts; none if nothing is encrypted. */
    public Optional<String> inUse() {
        return inUse;
    }

    /** Whether there is the key of this id. */
    public boolean has(String id) {
        return keys.containsKey(id);
    }

    /** What is the same for the same key and says nothing about it, by the keys' ids. */
    public Map<String, String> checks() {
        Map<String, String> checks = new TreeMap<>();
        keys.forEach((id, key) -> checks.put(id, check(key)));
        return checks;
    }

    /**
     * A key of its own for what has {@code salt} and {@code info}, derived from the key {@code id}; nothing if that is not
     * here.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869, HKDF</a>
     */
    public Optional<SecretKey> derived(String id, byte[] salt, byte[] info) {
        return key(id).map(key -> {
            try {
                return KDF.getInstance("HKDF-SHA256")
                        .deriveKey(
                                "AES",
                                HKDFParameterSpec.ofExtract()
                                        .addIKM(key)
                                        .addSalt(salt)
                                        .thenExpand(info, KEY_BYTES));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK from 25 on has HKDF", e);
            }
        });
    }

    Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    private static SecretKey secret(String base64) {
        return new SecretKeySpec(Base64.getDecoder().decode(base64), "AES");
    }

    private static String check(SecretKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal("spillway: which key is this?".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
