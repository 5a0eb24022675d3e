package io.spillway.contract.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** One entry under {@code providers}. */
final class ProviderSection {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
    private static final String OPENAI_URL = "https://api.openai.com/v1";

    private ProviderSection() {}

    static Provider read(String name, Section section, Path folder, List<String> notices) {
        if (!NAME.matcher(name).matches()) {
            throw section.error("a provider's name is of a-z 0-9 _ . - only");
        }
        String kind = section.requiredText("kind");
        return switch (kind) {
            case "openai" -> openai(name, section, notices);
            case "gguf" -> gguf(name, section, folder);
            default ->
                throw section.wrong(
                        "kind",
                        "'" + kind + "' is not a kind of provider; "
                                + Known.insteadOf(kind, List.of("openai", "gguf")));
        };
    }

    private static Provider openai(String name, Section section, List<String> notices) {
        URI url = section.text("base-url").map(text -> url(section, text)).orElse(URI.create(OPENAI_URL));
        return new Provider(
                name,
                Provider.Kind.OPENAI,
                Optional.of(url),
                keys(name, "keys", section, notices),
                keys(name, "reserve-keys", section, notices),
                Optional.empty());
    }

    private static Provider gguf(String name, Section section, Path folder) {
        Path models = section.path("models-dir", "models", folder);
        return new Provider(name, Provider.Kind.GGUF, Optional.empty(), List.of(), List.of(), Optional.of(models));
    }

    private static URI url(Section section, String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, in the same words as a scheme that is not HTTP.
        }
        throw section.wrong("base-url", "should be an http(s) address such as https://api.openai.com/v1");
    }

    private static List<String> keys(String name, String list, Section section, List<String> notices) {
        List<String> keys = new ArrayList<>();
        for (Node node : section.items(list)) {
            Origin origin = section.origin(list);
            origin.secret(node)
                    .ifPresentOrElse(
                            keys::add,
                            () -> notices.add("provider " + name + ": " + origin.scalar(node)
                                    + " is not set; the key is left out"));
        }
        return keys;
    }
}
