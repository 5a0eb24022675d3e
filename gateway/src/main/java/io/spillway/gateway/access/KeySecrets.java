package io.spillway.gateway.access;

import io.quarkus.runtime.StartupEvent;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of the cluster that keys are hashed with: the first for new keys, all of them for those shown. They come
 * from the environment and never stand in Kafka beside the hashes, see ADR 13. Without any the hash is SHA-256.
 */
@Singleton
class KeySecrets {
    private static final int LEAST_LENGTH = 32;
    private static final int NAME_LENGTH = 8;
    private static final Pattern COMMA = Pattern.compile(",");

    private final List<String> secrets;
    private final Set<String> names;

    @Inject
    KeySecrets(BackboneSettings settings) {
        this(settings.keySecret());
    }

    KeySecrets(Optional<String> configured) {
        secrets = configured.stream()
                .flatMap(COMMA::splitAsStream)
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        if (secrets.stream().anyMatch(secret -> secret.length() < LEAST_LENGTH)) {
            throw new IllegalArgumentException("SPILLWAY_KEY_SECRET: each secret should have at least " + LEAST_LENGTH
                    + " characters, for example from: openssl rand -base64 32");
        }
        names = all("").stream().map(KeyHash::sealed).collect(Collectors.toUnmodifiableSet());
    }

    /** So that a secret that is too short is said at the start. */
    void onStart(@Observes StartupEvent event) {}

    /** The hash that a new key is kept by. */
    KeyHash current(String key) {
        return all(key).getFirst();
    }

    /** The hashes that {@code key} may be kept by. */
    List<KeyHash> all(String key) {
        return secrets.isEmpty()
                ? List.of(new KeyHash(hex(sha256(key)), ""))
                : secrets.stream()
                        .map(secret -> new KeyHash(hex(hmac(secret, "key:" + key)), name(secret)))
                        .toList();
    }

    /** Whether a record's hash was made with a secret that is known here. */
    boolean know(KeyRecord record) {
        return names.contains(record.sealed().orElse(""));
    }

    /** SHA-256 in hexadecimal digits, for what nobody could guess anyway. */
    static String digest(String text) {
        return hex(sha256(text));
    }

    private static String name(String secret) {
        return hex(hmac(secret, "name")).substring(0, NAME_LENGTH);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
