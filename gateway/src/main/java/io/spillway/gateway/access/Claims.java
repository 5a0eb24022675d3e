package io.spillway.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a token says of its holder.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519, JSON Web Token</a>
 */
record Claims(JsonNode all) {
    /** Only what was meant for this cluster counts: many an issuer calls something else "admin". */
    private static final String SCOPE = "spillway:";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@-]{1,100}");

    /** Those of a token whose signature has been checked. */
    static Claims of(String token) {
        try {
            return new Claims(JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the claim {@code name}, if there is one. */
    Optional<String> text(String name) {
        return Optional.of(claim(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** The scopes of this cluster among those of the claim {@code name}. */
    Set<Scope> scopes(String name) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        List<Scope> known = List.of(Scope.values());
        words(claim(name))
                .forEach(word -> known.stream()
                        .filter(scope -> word.equals(SCOPE + scope.word()))
                        .forEach(scopes::add));
        return scopes;
    }

    /** How the holder is called where keys are called by their ids. */
    String holder() {
        String subject = text("sub").orElse("");
        return "oidc:"
                + (PLAIN.matcher(subject).matches()
                        ? subject
                        : KeySecrets.digest(subject).substring(0, 16));
    }

    private static Stream<String> words(JsonNode claim) {
        return claim.isTextual()
                ? Arrays.stream(claim.textValue().split(" "))
                : StreamSupport.stream(claim.spliterator(), false).map(JsonNode::asText);
    }

    /** By its whole name, since some are addresses; else as a path. */
    private JsonNode claim(String name) {
        if (all.has(name)) {
            return all.path(name);
        }
        JsonNode node = all;
        for (String step : name.split("/")) {
            node = node.path(step);
        }
        return node;
    }
}
