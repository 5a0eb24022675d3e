package io.spillway.contract.cluster;

import io.spillway.contract.routing.TargetName;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code spillway.yaml}, the one file that gateway and workers share. */
public final class ClusterFile {
    private ClusterFile() {}

    /**
     * Reads and checks the file; relative paths in it are relative to its folder.
     *
     * @param environment what <code>${NAME}</code> is replaced with, {@code System::getenv} in production
     * @throws ConfigError if something is wrong, naming file, line, key and what would be right
     */
    public static Cluster read(Path file, Function<String, @Nullable String> environment) {
        Origin origin = new Origin(file.getFileName().toString(), "", environment);
        Section root = new Section(origin, compose(file));
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the file lies in a folder");
        List<String> notices = new ArrayList<>();

        Map<String, Provider> providers = new LinkedHashMap<>();
        named(
                root,
                "providers",
                (name, section) -> providers.put(name, ProviderSection.read(name, section, folder, notices)));
        Map<TargetName, Target> targets = new LinkedHashMap<>();
        named(root, "targets", (name, section) -> {
            Target target = TargetSection.read(name, section, providers, folder);
            targets.put(target.name(), target);
        });
        Map<String, Route> routes = new LinkedHashMap<>();
        named(root, "routes", (name, section) -> routes.put(name, RouteSection.read(name, section, targets)));
        root.end();
        if (targets.isEmpty()) {
            throw root.error("'targets' is missing or empty: name at least one model, e.g. openai/gpt-4.1-mini: {}");
        }
        return new Cluster(providers, targets, routes, List.copyOf(notices));
    }

    private interface Reading {
        void read(String name, Section section);
    }

    private static void named(Section root, String key, Reading reading) {
        Optional<Section> sections = root.section(key);
        if (sections.isEmpty()) {
            return;
        }
        for (String name : sections.get().names()) {
            Section section = sections.get()
                    .section(name)
                    .orElseThrow(() -> sections.get().wrong(name, "is empty; write {} for all defaults"));
            reading.read(name, section);
            section.end();
        }
    }

    private static Node compose(Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.getFileName().toString())
                .setMaxAliasesForCollections(50)
                .build();
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Compose(settings)
                    .composeReader(reader)
                    .orElseThrow(() -> new ConfigError(file.getFileName() + ": is empty; see docs/configuration.md"));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new ConfigError(file.getFileName() + line + ": not YAML: " + e.getProblem());
        } catch (IOException | YamlEngineException e) {
            throw new ConfigError(file + ": cannot be read: " + e.getMessage());
        }
    }
}
