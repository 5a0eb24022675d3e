package io.spillway.contract.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** One entry under {@code providers}. */
final class ProviderSection {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final List<String> KINDS = List.of("openai", "anthropic", "gemini", "ollama", "device", "gguf");

    private ProviderSection() {}

    static Provider read(String name, Section section, Path folder, List<String> notices) {
        if (!NAME.matcher(name).matches()) {
            throw section.error("a provider's name is of a-z 0-9 _ . - only");
        }
        String kind = section.requiredText("kind");
        Reader reader = new Reader(name, section, notices);
        return switch (kind) {
            case "openai" -> reader.http(Provider.Kind.OPENAI, "https://api.openai.com/v1");
            case "anthropic" -> reader.http(Provider.Kind.ANTHROPIC, "https://api.anthropic.com/v1");
            case "gemini" -> reader.http(Provider.Kind.GEMINI, "https://generativelanguage.googleapis.com/v1beta");
            case "ollama" -> reader.http(Provider.Kind.OLLAMA, "http://localhost:11434");
            case "device" -> reader.device();
            case "gguf" -> gguf(name, section, folder);
            default ->
                throw section.wrong(
                        "kind", "'" + kind + "' is not a kind of provider; " + Known.insteadOf(kind, KINDS));
        };
    }

    private static Provider gguf(String name, Section section, Path folder) {
        Path models = section.path("models-dir", "models", folder);
        return new Provider(
                name,
                Provider.Kind.GGUF,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(models),
                Optional.empty(),
                false,
                List.of(),
                EngineKeys.read(section, folder));
    }

    /** What providers that are called over HTTP have in common. */
    private record Reader(String name, Section section, List<String> notices) {
        Provider http(Provider.Kind kind, String usual) {
            URI url = section.text("base-url").map(this::url).orElse(URI.create(usual));
            boolean pull = kind == Provider.Kind.OLLAMA && section.flag("pull").orElse(false);
            return new Provider(
                    name,
                    kind,
                    Optional.of(url),
                    keys("keys"),
                    keys("reserve-keys"),
                    Optional.empty(),
                    section.section("health", Reader::health),
                    pull);
        }

        Provider device() {
            List<AddressRange> allowed = section.section("devices", Reader::ranges)
                    .orElseThrow(() -> section.error("'devices' is missing: devices: {allow: [192.168.0.0/16]} says at"
                            + " which addresses the device may be"));
            return new Provider(
                    name,
                    Provider.Kind.DEVICE,
                    Optional.empty(),
                    keys("keys"),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    allowed);
        }

        private static List<AddressRange> ranges(Section devices) {
            Origin origin = devices.origin("allow");
            List<AddressRange> ranges = devices.items("allow").stream()
                    .map(node -> range(origin, node))
                    .toList();
            if (ranges.isEmpty()) {
                throw devices.error("'allow' is missing or empty: name at least one range, such as 192.168.0.0/16");
            }
            return ranges;
        }

        private static AddressRange range(Origin origin, Node node) {
            try {
                return AddressRange.parse(origin.resolved(node));
            } catch (IllegalArgumentException e) {
                throw origin.error(node, "should be a range of addresses such as 192.168.0.0/16");
            }
        }

        private static Provider.Health health(Section section) {
            String path = section.requiredText("path");
            if (!PATH.matcher(path).matches()) {
                throw section.wrong("path", "should be a path below base-url that begins with /, such as /models");
            }
            Duration every = section.duration("every").orElse(Provider.Health.USUAL);
            if (every.compareTo(SHORTEST) < 0) {
                throw section.wrong("every", "should be PT1S or longer");
            }
            return new Provider.Health(path, every);
        }

        private URI url(String text) {
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

        private List<String> keys(String list) {
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
}
