package io.spillway.contract.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The schema and the guide say what the reader reads: no key more, no key less. */
class PublishedFormTest {
    private static final String PROVIDERS = "providers: {openai: {kind: openai}, gguf: {kind: gguf}}\n";
    private static final String TARGETS = PROVIDERS + "targets: {gguf/demo: {}}\n";
    private static final Pattern KNOWN = Pattern.compile("[kK]nown are (.*)$");

    @TempDir
    Path folder;

    /** For each section: where the schema describes it, and a file with an unheard-of key in it. */
    static Stream<Arguments> sections() {
        return Stream.of(
                arguments("", TARGETS + "xxxxxxxx: 1\n"),
                arguments("/properties/last-resort", TARGETS + "last-resort: {xxxxxxxx: 1}\n"),
                arguments(
                        "/properties/last-resort/properties/chat",
                        TARGETS + "last-resort: {chat: {text: a, xxxxxxxx: 1}}\n"),
                arguments(
                        "/properties/last-resort/properties/image", TARGETS + "last-resort: {image: {xxxxxxxx: 1}}\n"),
                arguments(
                        "/properties/last-resort/properties/speech",
                        TARGETS + "last-resort: {speech: {xxxxxxxx: 1}}\n"),
                arguments("/properties/engines", TARGETS + "engines: {xxxxxxxx: 1}\n"),
                arguments("/$defs/openai", "providers: {openai: {kind: openai, xxxxxxxx: 1}}\n"),
                arguments("/$defs/anthropic", "providers: {a: {kind: anthropic, xxxxxxxx: 1}}\n"),
                arguments("/$defs/gemini", "providers: {a: {kind: gemini, xxxxxxxx: 1}}\n"),
                arguments("/$defs/ollama", "providers: {a: {kind: ollama, xxxxxxxx: 1}}\n"),
                arguments("/$defs/health", "providers: {a: {kind: ollama, health: {path: /, xxxxxxxx: 1}}}\n"),
                arguments(
                        "/$defs/device",
                        "providers: {a: {kind: device, devices: {allow: [10.0.0.0/8]}, xxxxxxxx: 1}}\n"),
                arguments(
                        "/$defs/device/properties/devices",
                        "providers: {a: {kind: device, devices: {allow: [10.0.0.0/8], xxxxxxxx: 1}}}\n"),
                arguments("/$defs/gguf", "providers: {gguf: {kind: gguf, xxxxxxxx: 1}}\n"),
                arguments("/$defs/target", PROVIDERS + "targets: {gguf/demo: {xxxxxxxx: 1}}\n"),
                arguments(
                        "/$defs/target/properties/timeouts",
                        PROVIDERS + "targets: {openai/a: {timeouts: {xxxxxxxx: 1}}}\n"),
                arguments(
                        "/$defs/target/properties/limits",
                        PROVIDERS + "targets: {openai/a: {limits: {xxxxxxxx: 1}}}\n"),
                arguments(
                        "/$defs/target/properties/price", PROVIDERS + "targets: {openai/a: {price: {xxxxxxxx: 1}}}\n"),
                arguments("/$defs/route", TARGETS + "routes: {a: {targets: [gguf/demo], xxxxxxxx: 1}}\n"),
                arguments("/$defs/weighted", TARGETS + "routes: {a: {targets: [{target: gguf/demo, xxxxxxxx: 1}]}}\n"),
                arguments(
                        "/$defs/route/properties/canary",
                        TARGETS + "routes: {a: {targets: [gguf/demo], canary: {target: gguf/demo, percent: 1,"
                                + " xxxxxxxx: 1}}}\n"),
                arguments(
                        "/$defs/route/properties/sticky",
                        TARGETS + "routes: {a: {targets: [gguf/demo], sticky: {by: user, xxxxxxxx: 1}}}\n"),
                arguments(
                        "/$defs/rule",
                        TARGETS + "routes: {a: {targets: [gguf/demo], rules: [{when: {images: true},"
                                + " targets: [gguf/demo], xxxxxxxx: 1}]}}\n"),
                arguments(
                        "/$defs/rule/properties/when",
                        TARGETS + "routes: {a: {targets: [gguf/demo], rules: [{when: {xxxxxxxx: 1}}]}}\n"),
                arguments(
                        "/$defs/rule/properties/when/properties/tokens",
                        TARGETS + "routes: {a: {targets: [gguf/demo], rules: [{when: {tokens: {over: 1,"
                                + " xxxxxxxx: 1}}}]}}\n"),
                arguments("/properties/cors", TARGETS + "cors: {xxxxxxxx: 1}\n"),
                arguments("/properties/webhooks", TARGETS + "webhooks: {xxxxxxxx: 1}\n"),
                arguments("/properties/tiers", TARGETS + "tiers: {xxxxxxxx: 1}\n"),
                arguments("/$defs/choice", TARGETS + "tiers: {cloud: [{target: gguf/demo, xxxxxxxx: 1}]}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void theSchemaKnowsTheKeysThatAreRead(String pointer, String text) throws IOException {
        // When
        Set<String> published = keys(json("docs/spillway.schema.json").at(pointer + "/properties"));

        // Then
        assertThat(published).isEqualTo(read(text)).isNotEmpty();
        assertThat(json("docs/spillway.schema.json")
                        .at(pointer + "/additionalProperties")
                        .asBoolean(true))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void theGuideNamesTheKeysThatAreRead(String pointer, String text) throws IOException {
        // Given
        String guide = Files.readString(Repository.file("docs/configuration.md"));

        // Then
        for (String key : read(text)) {
            assertThat(Pattern.compile("`([a-z]+\\.)?" + Pattern.quote(key) + "[.`]")
                            .matcher(guide)
                            .find())
                    .as(key)
                    .isTrue();
        }
    }

    @Test
    void theShippedFileFitsTheSchema() throws IOException {
        assertThat(violations(Files.readString(Repository.file("spillway.yaml"))))
                .isEmpty();
    }

    @Test
    void theGuidesExamplesFitTheSchemaAndAreRead() throws IOException {
        // Given
        String guide = Files.readString(Repository.file("docs/configuration.md"));
        StringBuilder file = new StringBuilder();
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(guide);
        while (example.find()) {
            file.append(example.group(1));
        }

        // Then
        assertThat(violations(file.toString())).isEmpty();
        assertThat(ClusterFile.read(Files.writeString(folder.resolve("guide.yaml"), file), _ -> null)
                        .targets())
                .hasSize(3);
    }

    /** The guides that have a file of their own. */
    static Stream<Path> guides() throws IOException {
        try (Stream<Path> folders = Files.list(Repository.file("docs/guides"))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void aGuideShowsTheFileThatLiesBesideIt(Path guide) throws IOException {
        // Given
        String file = Files.readString(guide.resolve("spillway.yaml"));
        String shown = file.substring(file.indexOf('\n') + 1);

        // Then
        assertThat(Files.readString(guide.resolve("README.md"))).contains("```yaml\n" + shown + "```");
        assertThat(violations(file)).isEmpty();
        assertThat(ClusterFile.read(guide.resolve("spillway.yaml"), _ -> null).routes())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "targets: {}",
                "{targets: {gguf/demo: {}}, xxxxxxxx: 1}",
                "targets: {demo: {}}",
                "targets: {gguf/demo: {slots: 0}}",
                "targets: {gguf/demo: {slots: two}}",
                "targets: {gguf/demo: {preset: gpt-2}}",
                "{targets: {gguf/demo: {}}, engines: {memory-budget: big}}",
                "targets: {gguf/demo: {pool: cpu}}",
                "targets: {gguf/demo: {timeouts: {total: 5m}}}",
                "{targets: {gguf/demo: {}}, providers: {gguf: {kind: gguf, keys: []}}}",
                "{targets: {gguf/demo: {}}, providers: {openai: {kind: openai, keys: [sk-live]}}}",
                "{targets: {gguf/demo: {}}, routes: {a: {targets: []}}}",
                "{targets: {gguf/demo: {}}, routes: {a: {targets: [gguf/demo], strategy: cheap}}}",
                "{targets: {gguf/demo: {}}, routes: {a: {targets: [gguf/demo], strategy: canary}}}",
                "{targets: {gguf/demo: {}}, routes: {a: {targets: [gguf/demo], strategy: sticky}}}",
                "{targets: {gguf/demo: {}}, routes: {a: {targets: [gguf/demo], rules: [{targets: [gguf/demo]}]}}}",
                "{targets: {gguf/demo: {}}, tiers: {cloud: [{target: gguf/demo, weight: 1}]}}"
            })
    void theSchemaSeesMistakes(String text) throws IOException {
        assertThat(violations(text)).isNotEmpty();
    }

    private static List<Error> violations(String yaml) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Repository.file("docs/spillway.schema.json")), InputFormat.JSON);
        return schema.validate(yaml, InputFormat.YAML);
    }

    /** The keys that the reader says it knows, when it is given one that it does not. */
    private Set<String> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("spillway.yaml"), text);
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> ClusterFile.read(file, _ -> null));
        Matcher known = KNOWN.matcher(error.getMessage());
        assertThat(known.find()).as(error.getMessage()).isTrue();
        return new TreeSet<>(Arrays.asList(known.group(1).split(", ")));
    }

    private static JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(Repository.file(path).toFile());
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
