package io.spillway.gguf.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.contract.cluster.GgufTuning;
import io.spillway.contract.cluster.Preset;
import io.spillway.gguf.protocol.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each preset's prompts beside golden files. These were made by another program, Jinja2, from the vendors' templates,
 * or by hand from the model cards of those that have none; each file names its source.
 */
class GoldenPromptsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "</s>";

    static List<Arguments> goldens() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (Preset preset : Preset.ALL) {
            for (JsonNode golden : golden(preset).path("cases")) {
                all.add(Arguments.of(preset.name(), golden.path("case").asText(), preset.format(), golden));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("goldens")
    void aPresetsPromptIsTheVendors(String preset, String name, String format, JsonNode golden) {
        // Given
        List<Turn> turns = new ArrayList<>();
        golden.path("turns")
                .forEach(turn -> turns.add(new Turn(
                        Turn.Role.valueOf(turn.get(0).asText().toUpperCase(Locale.ROOT)),
                        turn.get(1).asText())));

        // When
        String prompt = PromptFormat.named(format, END).write(turns);

        // Then
        assertThat(prompt).isEqualTo(golden.path("prompt").asText());
    }

    @Test
    void everyFormatThatCanBeConfiguredIsKnown() {
        // When
        List<PromptFormat> formats = GgufTuning.FORMATS.stream()
                .map(name -> PromptFormat.named(name, END))
                .toList();

        // Then
        assertThat(formats)
                .hasSameSizeAs(GgufTuning.FORMATS)
                .allSatisfy(format -> assertThat(format.write(List.of(new Turn(Turn.Role.USER, "Hello there"))))
                        .contains("Hello there"));
    }

    static List<Arguments> templates() {
        return List.of(
                Arguments.of(
                        "{{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant."
                                + "<|im_end|>\\n' }}",
                        "qwen2.5"),
                Arguments.of("{{ '<|user|>\\n' + message['content'] + eos_token }}{{ '<|assistant|>' }}", "zephyr"),
                Arguments.of(
                        "{{- \"<|start_header_id|>system<|end_header_id|>\\n\\n\" }}"
                                + "{{- \"Cutting Knowledge Date: December 2023\\n\" }}",
                        "llama3.2"),
                Arguments.of(
                        "{{- ' [INST] ' + system_message + '\\n\\n' + message['content'] + ' [/INST]' }}",
                        "mistral-v1"),
                Arguments.of("{{ '### User:\\n' + content }}{{ '### Assistant:\\n' }}", "neural-chat"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("templates")
    void theFilesOwnTemplateIsRecognised(String template, String format) {
        // Given
        List<Turn> turns = List.of(new Turn(Turn.Role.USER, "Hi"));

        // When
        PromptFormat recognised = PromptFormat.of(Optional.of(template), END);

        // Then
        assertThat(recognised.name()).isEqualTo(format);
        assertThat(recognised.write(turns))
                .isEqualTo(PromptFormat.named(format, END).write(turns));
    }

    private static JsonNode golden(Preset preset) throws IOException {
        String name = "/golden/" + preset.name() + ".json";
        try (InputStream in = Objects.requireNonNull(GoldenPromptsTest.class.getResourceAsStream(name), name)) {
            return JSON.readTree(in);
        }
    }
}
