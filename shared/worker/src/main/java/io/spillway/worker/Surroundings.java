package io.spillway.worker;

import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.log.KeyAgreement;
import io.spillway.log.artifact.ArtifactStores;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Reads environment variables; a mistake names the variable and what would be right. */
record Surroundings(Map<String, String> environment) {
    String text(String name, String usual) {
        return environment.getOrDefault(name, usual);
    }

    int number(String name, int usual, int most) {
        String text = text(name, Integer.toString(usual));
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as a number out of range.
        }
        String range = most >= Short.MAX_VALUE ? "of 1 or more" : "from 1 to " + most;
        throw new ConfigError(name + ": should be a whole number " + range + ", not '" + text + "'");
    }

    Duration duration(String name, Duration usual) {
        String text = text(name, usual.toString());
        try {
            Duration value = Duration.parse(text);
            if (!value.isNegative()) {
                return value;
            }
        } catch (DateTimeParseException e) {
            // Said below, in the same words as a negative one.
        }
        throw new ConfigError(name + ": should be an ISO 8601 duration such as " + usual + ", not '" + text + "'");
    }

    ArtifactStore artifacts(String name, String usual) {
        try {
            return ArtifactStores.open(text(name, usual), KeyAgreement.read(text(KeyAgreement.VARIABLE, "")));
        } catch (IllegalArgumentException e) {
            throw new ConfigError(name + ": " + e.getMessage());
        }
    }

    URI redis(String name, String usual) {
        String text = text(name, usual);
        try {
            URI address = new URI(text);
            if (address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, in the same words as an address without a host.
        }
        throw new ConfigError(name + ": should be an address such as " + usual + ", not '" + text + "'");
    }
}
