package io.spillway.contract.cluster;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Where in which file a value stands, so that a mistake can be pointed at; and how its text is resolved.
 *
 * @param file the file's name, for messages
 * @param path the keys that lead here, joined by dots
 * @param environment the environment that <code>${NAME}</code> and <code>${NAME:default}</code> are read from
 */
record Origin(String file, String path, Function<String, @Nullable String> environment) {
    static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    Origin at(String key) {
        return new Origin(file, path.isEmpty() ? key : path + "." + key, environment);
    }

    ConfigError error(Node node, String message) {
        String line =
                node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        return new ConfigError(file + line + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }

    String scalar(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw error(node, "should be a single value");
    }

    /** The text of {@code node} with every reference replaced; a reference to nothing is a mistake. */
    String resolved(Node node) {
        String raw = scalar(node);
        return REFERENCE
                .matcher(raw)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), match.group(2))
                        .orElseThrow(() -> error(
                                node,
                                "the environment variable " + match.group(1)
                                        + " is not set; set it, or give a default: ${" + match.group(1) + ":…}"))));
    }

    /** The secret that {@code node} refers to: empty if its variable is not set. A literal secret is a mistake. */
    Optional<String> secret(Node node) {
        Matcher match = REFERENCE.matcher(scalar(node));
        if (!match.matches()) {
            throw error(node, "a key must not stand in the file; write ${NAME_OF_A_VARIABLE} and set that variable");
        }
        return value(match.group(1), match.group(2)).filter(text -> !text.isBlank());
    }

    Duration duration(Node node) {
        String text = resolved(node);
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below, in the same words as a negative one.
        }
        throw error(node, "should be an ISO 8601 duration such as PT0.5S, PT10M or PT24H, not '" + text + "'");
    }

    private Optional<String> value(String name, @Nullable String fallback) {
        return Optional.ofNullable(environment.apply(name)).or(() -> Optional.ofNullable(fallback));
    }
}
