package io.spillway.contract.cluster;

/** A mistake in {@code spillway.yaml}: the message names file, line, key and what would be right. */
public final class ConfigError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigError(String message) {
        super(message);
    }
}
