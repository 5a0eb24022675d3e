package io.spillway.contract.cluster;

import io.spillway.contract.routing.TargetName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the file lies in a folder");
        return Section.read(origin, compose(file), root -> cluster(root, folder));
    }

    private static Cluster cluster(Section root, Path folder) {
        List<String> notices = new ArrayList<>();
        Map<String, Provider> providers = new LinkedHashMap<>();
        root.sections(
                "providers",
                (name, section) -> providers.put(name, ProviderSection.read(name, section, folder, notices)));
        Map<TargetName, Target> targets = new LinkedHashMap<>();
        root.sections("targets", (name, section) -> {
            Target target = TargetSection.read(name, section, providers, folder);
            targets.put(target.name(), target);
        });
        Map<String, Route> routes = new LinkedHashMap<>();
        root.sections("routes", (name, section) -> routes.put(name, RouteSection.read(name, section, targets)));
        root.section("tiers", section -> TiersSection.routes(section, targets))
                .ifPresent(given -> given.forEach(route -> routes.putIfAbsent(route.name(), route)));
        List<String> origins = root.section("cors", CorsSection::origins).orElse(List.of());
        List<AddressRange> webhookRanges =
                root.section("webhooks", WebhooksSection::allowed).orElse(List.of());
        LastResort lastResort =
                root.section("last-resort", LastResortSection::read).orElse(LastResort.NONE);
        EngineSettings engines =
                root.section("engines", EngineSettingsSection::read).orElse(EngineSettings.DEFAULT);
        if (targets.isEmpty()) {
            throw root.error("'targets' is missing or empty: name at least one model, e.g. openai/gpt-4.1-mini: {}");
        }
        return new Cluster(
                providers, targets, routes, origins, webhookRanges, lastResort, engines, List.copyOf(notices));
    }

    private static Node compose(Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.getFileName().toString())
                // Refused by us, with the line.
                .setAllowNonScalarKeys(true)
                .build();
        try {
            return new Compose(settings)
                    .composeString(Files.readString(file))
                    .orElseThrow(() -> new ConfigError(file.getFileName() + ": is empty; see docs/configuration.md"));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new ConfigError(file.getFileName() + line + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigError(file.getFileName() + ": not YAML: " + firstLine(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new ConfigError(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigError(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigError(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static String firstLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }
}
