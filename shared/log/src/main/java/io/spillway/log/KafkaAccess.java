package io.spillway.log;

import io.spillway.contract.cluster.ConfigError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * How every client of this process reaches Kafka: encrypted, and as whom. The environment says it in the names of
 * <a href="https://kafka.apache.org/documentation/#adminclientconfigs">Kafka's own settings</a>: {@code
 * SPILLWAY_KAFKA_SECURITY_PROTOCOL} is {@code security.protocol}, and so on for {@code ssl.*} and {@code sasl.*}. A name
 * with {@code _FILE} behind it takes the setting from a file, as secrets are mounted.
 */
public final class KafkaAccess {
    // Only these: Kubernetes puts variables such as SPILLWAY_KAFKA_PORT into pods beside a service of that name.
    private static final Pattern VARIABLE = Pattern.compile("SPILLWAY_KAFKA_((?:SECURITY|SSL|SASL)_[A-Z0-9_]+)");
    private static final String PREFIX = "SPILLWAY_KAFKA_";
    private static final String FROM_FILE = ".file";
    private static final Set<String> KNOWN = AdminClientConfig.configNames();
    private static final Set<String> PEM_STORES =
            Set.of(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);
    /** Where nobody listens; a client that is only made connects to nobody. */
    private static final String NOBODY = "127.0.0.1:1";

    private KafkaAccess() {}

    /**
     * The settings that the environment of this process adds to every client's own; empty without any.
     *
     * @throws ConfigError if a variable is unknown, contradicts another, or names a file that cannot be read
     */
    public static Map<String, Object> settings() throws ConfigError {
        return settings(System.getenv());
    }

    /**
     * Says at the start what could only fail later: a certificate, a key or a password that no client can be made with.
     * Whether the broker accepts them is said when it is reached.
     */
    public static void check() throws ConfigError {
        check(System.getenv());
    }

    static void check(Map<String, String> environment) {
        Map<String, Object> settings = new HashMap<>(settings(environment));
        if (!settings.isEmpty()) {
            settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, NOBODY);
            try {
                Admin.create(settings).close(Duration.ZERO);
            } catch (KafkaException e) {
                throw new ConfigError(PREFIX + "…: Kafka's client refuses these settings: " + reasons(e));
            }
        }
    }

    static Map<String, Object> settings(Map<String, String> environment) {
        Map<String, Object> settings = new TreeMap<>();
        environment.forEach((variable, value) -> {
            Matcher ours = VARIABLE.matcher(variable);
            if (ours.matches() && !value.isBlank()) {
                String name = ours.group(1).toLowerCase(Locale.ROOT).replace('_', '.');
                String known = known(variable, name);
                settings.put(known, name.equals(known) ? value : file(variable, value));
            }
        });
        usePem(settings);
        refuseToBeIdle(settings);
        return settings;
    }

    /** The client's settings with this process's access. */
    static Map<String, Object> with(String bootstrap, Map<String, Object> client) {
        Map<String, Object> all = new HashMap<>(settings());
        all.putAll(client);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return all;
    }

    /** Why a call failed, in one line; where it is the access that was refused, with what to look at. */
    static String reasons(Throwable failure) {
        StringBuilder said = new StringBuilder();
        boolean refused = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            refused |= cause instanceof AuthenticationException;
            String words = Optional.ofNullable(cause.getMessage())
                    .orElse(cause.getClass().getSimpleName());
            if (said.indexOf(words) < 0) {
                said.append(said.isEmpty() ? "" : ": ").append(words);
            }
        }
        return refused ? said + " (see " + PREFIX + "SSL_… and SASL_… in docs/tls.md)" : said.toString();
    }

    private static String known(String variable, String name) {
        if (KNOWN.contains(name)) {
            return name;
        }
        String bare = name.endsWith(FROM_FILE) ? name.substring(0, name.length() - FROM_FILE.length()) : name;
        if (!KNOWN.contains(bare)) {
            throw new ConfigError(variable + ": Kafka's clients have no setting " + bare);
        }
        return bare;
    }

    private static String file(String variable, String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new ConfigError(variable + ": cannot read the file " + path);
        }
    }

    private static void usePem(Map<String, Object> settings) {
        if (settings.keySet().stream().anyMatch(PEM_STORES::contains)) {
            settings.putIfAbsent(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
        }
        if (settings.containsKey(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG)) {
            settings.putIfAbsent(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
        }
    }

    /** Settings that would be passed over without a word, and everything sent in the clear. */
    private static void refuseToBeIdle(Map<String, Object> settings) {
        String protocol = settings.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")
                .toString();
        refuseToBeIdle(settings, "ssl.", protocol, "SSL");
        refuseToBeIdle(settings, "sasl.", protocol, "SASL");
    }

    private static void refuseToBeIdle(Map<String, Object> settings, String prefix, String protocol, String word) {
        if (!protocol.contains(word)) {
            settings.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new ConfigError(PREFIX + "SECURITY_PROTOCOL: is " + protocol + ", with which " + name
                                + " has no effect; " + word + " or SASL_SSL uses it");
                    });
        }
    }
}
