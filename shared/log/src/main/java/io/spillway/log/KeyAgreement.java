package io.spillway.log;

import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.seal.PayloadKeys;
import java.util.Map;
import java.util.Optional;

/**
 * All processes of a cluster have the key that payloads are encrypted with, and mean the same by its id: {@code
 * spillway.state} says which it is, and whoever starts without it does not start.
 */
public final class KeyAgreement {
    /** The variable that has the keys. */
    public static final String VARIABLE = "SPILLWAY_PAYLOAD_KEYS";

    private static final String IN_USE = "payload-key";
    private static final String CHECKS = "payload-key/";

    private KeyAgreement() {}

    /** The keys that {@code text} has. */
    public static PayloadKeys read(String text) throws ConfigError {
        try {
            return PayloadKeys.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigError(VARIABLE + ": " + e.getMessage());
        }
    }

    /**
     * Compares {@code keys} with what the cluster uses, and says what this process uses from now on.
     *
     * @param state has been read
     */
    public static void agree(StateTable state, PayloadKeys keys) throws ConfigError, LogUnavailable {
        Map<String, String> checks = keys.checks();
        checks.forEach((id, check) -> {
            if (state.get(CHECKS + id).filter(known -> !known.equals(check)).isPresent()) {
                throw new ConfigError(VARIABLE + ": this cluster has another key under the id '" + id + "'");
            }
        });
        Optional<String> inUse = state.get(IN_USE);
        inUse.filter(id -> !keys.has(id)).ifPresent(id -> {
            throw new ConfigError(
                    VARIABLE + ": this cluster encrypts with the key '" + id + "', which is not among them");
        });
        if (keys.inUse().isEmpty()) {
            state.remove(IN_USE);
        } else if (!keys.inUse().equals(inUse)) {
            for (Map.Entry<String, String> each : checks.entrySet()) {
                state.put(CHECKS + each.getKey(), each.getValue());
            }
            state.put(IN_USE, keys.inUse().get());
        }
    }
}
