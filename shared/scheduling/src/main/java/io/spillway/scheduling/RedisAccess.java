package io.spillway.scheduling;

import io.spillway.contract.cluster.ConfigError;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How every client of this process reaches Redis: encrypted where the address begins with {@code rediss://}, and then
 * trusting only {@code SPILLWAY_REDIS_CA_FILE} (unset: whom Java trusts), showing {@code SPILLWAY_REDIS_CERTIFICATE_FILE}
 * with {@code SPILLWAY_REDIS_KEY_FILE} where both are set. All are PEM files; the server's name is always checked.
 *
 * @param encrypted whether TLS is spoken at all
 * @param ca certificates of those that may vouch for the server
 * @param certificate what this process shows of itself
 * @param key its private key, PKCS #8
 */
public record RedisAccess(boolean encrypted, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
    private static final String CA = "SPILLWAY_REDIS_CA_FILE";
    private static final String CERTIFICATE = "SPILLWAY_REDIS_CERTIFICATE_FILE";
    private static final String KEY = "SPILLWAY_REDIS_KEY_FILE";

    /** As the environment of this process says. */
    public static RedisAccess of(URI address) throws ConfigError {
        return of(address, System.getenv());
    }

    /**
     * Says at the start what could only fail later.
     *
     * @throws ConfigError if a file cannot be used, or would have no effect
     */
    public static void check(URI address) throws ConfigError {
        check(address, System.getenv());
    }

    /** What to look at when Redis does not answer; empty where nothing is encrypted. */
    String advice() {
        if (!encrypted) {
            return "";
        }
        // One who should show a certificate and does not is often just hung up on.
        return key.isPresent()
                ? " (see SPILLWAY_REDIS_… in docs/tls.md)"
                : " (it may ask for a certificate, and " + CERTIFICATE + " is not set: see docs/tls.md)";
    }

    static void check(URI address, Map<String, String> environment) {
        RedisAccess access = of(address, environment);
        if (access.encrypted()) {
            RedisTrust.sockets(access);
        }
    }

    static RedisAccess of(URI address, Map<String, String> environment) {
        boolean encrypted = "rediss".equals(address.getScheme());
        RedisAccess access = new RedisAccess(
                encrypted, file(CA, environment), file(CERTIFICATE, environment), file(KEY, environment));
        if (access.certificate.isPresent() != access.key.isPresent()) {
            throw new ConfigError((access.key.isPresent() ? CERTIFICATE : KEY)
                    + ": is missing; a certificate and its key go together");
        }
        if (!encrypted && (access.ca.isPresent() || access.key.isPresent())) {
            throw new ConfigError("SPILLWAY_REDIS: begins with redis://, with which "
                    + (access.ca.isPresent() ? CA : CERTIFICATE) + " has no effect; rediss:// uses it");
        }
        return access;
    }

    private static Optional<Path> file(String variable, Map<String, String> environment) {
        Optional<Path> file = Optional.ofNullable(environment.get(variable))
                .filter(path -> !path.isBlank())
                .map(Path::of);
        file.filter(path -> !Files.isReadable(path)).ifPresent(path -> {
            throw new ConfigError(variable + ": cannot read the file " + path);
        });
        return file;
    }
}
