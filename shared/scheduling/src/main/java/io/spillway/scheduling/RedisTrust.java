package io.spillway.scheduling;

import io.spillway.contract.cluster.ConfigError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes of PEM files what Java's sockets take: Jedis itself reads key stores only. */
final class RedisTrust {
    private static final char[] IN_MEMORY = "in memory".toCharArray();
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");

    private RedisTrust() {}

    /** Sockets that speak TLS as {@code access} says. */
    static SSLSocketFactory sockets(RedisAccess access) throws ConfigError {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown(access), trusted(access), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigError("SPILLWAY_REDIS_…: these certificates cannot be used: " + e.getMessage());
        }
    }

    /** Java does not compare the server's name with its certificate unless it is told to. */
    static SSLParameters named() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private static TrustManager @Nullable [] trusted(RedisAccess access) throws GeneralSecurityException, IOException {
        Optional<Path> ca = access.ca();
        if (ca.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates(ca.get())) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyManager @Nullable [] shown(RedisAccess access) throws GeneralSecurityException, IOException {
        Optional<Path> certificate = access.certificate();
        Optional<Path> key = access.key();
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain = certificates(certificate.get()).toArray(Certificate[]::new);
        store.setKeyEntry("own", privateKey(key.get()), IN_MEMORY, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        return keys.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new ConfigError("SPILLWAY_REDIS_…: there is no certificate in " + file);
            }
            return found;
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new ConfigError("SPILLWAY_REDIS_KEY_FILE: there is no 'BEGIN PRIVATE KEY' in " + file
                    + "; openssl pkcs8 -topk8 -nocrypt makes one of other forms");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new ConfigError("SPILLWAY_REDIS_KEY_FILE: the key in " + file + " is none of " + KEY_KINDS);
    }
}
