package io.spillway.gateway.access;

import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Browsers that have shown a key. A session lies in {@code spillway.state}, so every gateway knows it, and is worth what
 * its key is worth: it ends with it. The state holds hashes only; who reads it cannot come in.
 */
@Singleton
public class Sessions {
    /** The cookie that names a session. */
    public static final String COOKIE = "spillway-session";
    /** The header in which the page shows that it is the page. */
    public static final String TOKEN_HEADER = "X-Spillway-CSRF";
    /** How long a session lasts. */
    public static final Duration LIFE = Duration.ofHours(12);

    private static final String PREFIX = "session/";
    private static final int BYTES = 32;

    private final Backbone backbone;
    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    Sessions(Backbone backbone, KeyRing keys) {
        this.backbone = backbone;
        this.keys = keys;
    }

    /** A session as the state keeps it. */
    record Kept(String key, Instant until) {}

    /**
     * Somebody with a session.
     *
     * @param token what a change has to show beside the cookie
     */
    public record Visitor(Caller caller, String token, Instant until) {
        /** Whether {@code shown} is the token; compared in constant time. */
        public boolean says(@Nullable String shown) {
            return shown != null
                    && MessageDigest.isEqual(
                            token.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Begins a session for {@code caller}, worth what its key is, and forgets those that are over.
     *
     * @return the cookie's value
     */
    public String begin(Caller caller) throws Away, LogUnavailable {
        StateTable state = backbone.connections().state();
        Instant now = Instant.now();
        state.all(PREFIX).forEach((place, text) -> {
            if (Wire.value(text, Kept.class).until().isBefore(now)) {
                state.remove(place);
            }
        });
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        state.put(place(cookie), Wire.text(new Kept(caller.grant().key(), now.plus(LIFE))));
        return cookie;
    }

    /** Who comes with this cookie, while its session lasts and its key does. */
    public Optional<Visitor> visitor(String cookie) throws Away {
        Instant now = Instant.now();
        return backbone.connections()
                .state()
                .get(place(cookie))
                .map(text -> Wire.value(text, Kept.class))
                .filter(kept -> now.isBefore(kept.until()))
                .flatMap(kept ->
                        keys.holderOf(kept.key()).map(caller -> new Visitor(caller, token(cookie), kept.until())));
    }

    /** Ends a session. */
    public void end(String cookie) throws Away, LogUnavailable {
        backbone.connections().state().remove(place(cookie));
    }

    private static String place(String cookie) {
        return PREFIX + KeySecrets.digest(cookie);
    }

    /** Follows from the cookie, which scripts cannot read, so that only what we answered ourselves can hold it. */
    private static String token(String cookie) {
        return KeySecrets.digest("token of " + cookie);
    }
}
