package io.spillway.contract.cluster;

import io.spillway.contract.routing.TargetName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** What a target of a {@code gguf} provider says of its file and of how to load it. */
final class GgufSection {
    private static final int ALL_LAYERS = 999;
    private static final int USUAL_CONTEXT = 2048;
    private static final Pattern HUGGING_FACE =
            Pattern.compile("hf:([A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*)/((?:[\\w.+-]+/)*[\\w.+-]+\\.gguf)");

    private GgufSection() {}

    static Target.Gguf read(Section section, Provider provider, TargetName name, Path folder) {
        Optional<String> sha256 = section.text("sha256").map(text -> text.toLowerCase(Locale.ROOT));
        if (sha256.isPresent() && !sha256.get().matches("[0-9a-f]{64}")) {
            throw section.wrong("sha256", "should be 64 hex digits");
        }
        List<Preset> auto = auto(section);
        Optional<Preset> preset = auto.isEmpty() ? preset(section, name) : Optional.of(auto.getLast());
        if (!auto.isEmpty() && sha256.isPresent()) {
            throw section.wrong("sha256", "is for one file, and 'auto' names several");
        }
        Target.Source source = preset.<Target.Source>map(Preset::source)
                .orElseGet(() -> source(
                        section, name.model() + ".gguf", provider.modelsDir().orElse(folder), folder));
        return new Target.Gguf(
                source,
                sha256,
                section.integer("context", 64, 1 << 20)
                        .orElse(preset.map(Preset::context).orElse(USUAL_CONTEXT)),
                section.integer("slots", 1, 256).orElse(2),
                section.integer("gpu-layers", 0, ALL_LAYERS).orElse(ALL_LAYERS),
                TuningSection.read(section, preset),
                auto,
                EngineKeys.read(section, folder).or(provider::engine).orElseGet(Target.Engine.Binding::new));
    }

    /** The models of which a worker is to take the first that fits. */
    private static List<Preset> auto(Section section) {
        Origin origin = section.origin("auto");
        List<Preset> presets = new ArrayList<>();
        for (Node node : section.items("auto")) {
            String word = origin.resolved(node);
            presets.add(Preset.named(word).orElseThrow(() -> origin.error(node, unknown(word))));
        }
        boolean alone =
                section.text("source").isEmpty() && section.text("preset").isEmpty();
        if (!presets.isEmpty() && !alone) {
            throw section.wrong("auto", "already says what is loaded; leave out 'source' and 'preset'");
        }
        return presets;
    }

    /** The preset that is named, or that the model's name is, unless the configuration says where the file is. */
    private static Optional<Preset> preset(Section section, TargetName name) {
        Optional<String> word = section.text("preset");
        if (section.text("source").isPresent()) {
            if (word.isPresent()) {
                throw section.wrong("preset", "already says where the file is; leave out 'source'");
            }
            return Optional.empty();
        }
        return word.isEmpty()
                ? Preset.named(name.model())
                : Optional.of(Preset.named(word.get()).orElseThrow(() -> section.wrong("preset", unknown(word.get()))));
    }

    private static String unknown(String word) {
        return "'" + word + "' is no preset; " + Known.insteadOf(word, Preset.names());
    }

    private static Target.Source source(Section section, String usual, Path models, Path folder) {
        String source = section.text("source").orElse(usual);
        if (source.startsWith("hf:")) {
            Matcher match = HUGGING_FACE.matcher(source);
            if (!match.matches()) {
                throw section.wrong("source", "should be hf:owner/repository/file.gguf");
            }
            return new Target.Source.HuggingFace(match.group(1), match.group(2));
        }
        if (source.startsWith("https://") || source.startsWith("http://")) {
            return new Target.Source.Url(address(section, source));
        }
        boolean ofTheFile = source.startsWith("./") || source.startsWith("../");
        return new Target.Source.LocalFile(section.path("source", usual, ofTheFile ? folder : models));
    }

    private static URI address(Section section, String source) {
        try {
            URI address = new URI(source);
            if (address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, in the same words as an address without a host.
        }
        throw section.wrong("source", "should be an http(s) address such as https://example.org/model.gguf");
    }
}
