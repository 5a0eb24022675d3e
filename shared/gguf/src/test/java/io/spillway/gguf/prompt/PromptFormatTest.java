package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.spillway.gguf.protocol.Turn.Role.ASSISTANT;
import static io.spillway.gguf.protocol.Turn.Role.SYSTEM;
import static io.spillway.gguf.protocol.Turn.Role.USER;
import static org.assertj.core.api.Assertions.assertThat;

/** Each format by marks of a real template, and a conversation as that template writes it. */
class PromptFormatTest {
    private static final List<Turn> CONVERSATION = List.of(
            new Turn(SYSTEM, "Be kind."), new Turn(USER, "Hi"), new Turn(ASSISTANT, "Hello!"), new Turn(USER, "Bye"));

    static List<Arguments> formats() {
        return List.of(
                Arguments.of(
                        "chatml",
                        "'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>'",
                        "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
                                + "<|im_start|>assistant\nHello!<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n"
                                + "<|im_start|>assistant\n"),
                Arguments.of(
                        "llama3",
                        "'<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'",
                        "<|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|>"
                                + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\n\nHello!<|eot_id|>"
                                + "<|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\n\n"),
                Arguments.of(
                        "llama2-sys",
                        "bos_token + '[INST] ' + '<<SYS>>\\n' + system_message + content.strip()",
                        "[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nHi [/INST]Hello!</s>[INST] Bye [/INST]"),
                Arguments.of(
                        "mistral-v3",
                        "'[INST] ' + '[AVAILABLE_TOOLS]'",
                        "[INST] Be kind.\n\nHi[/INST] Hello!</s>[INST] Bye[/INST]"),
                Arguments.of(
                        "mistral-v7",
                        "'[SYSTEM_PROMPT] ' + '[INST] '",
                        "[SYSTEM_PROMPT] Be kind.[/SYSTEM_PROMPT][INST] Hi[/INST] Hello!</s>[INST] Bye[/INST]"),
                Arguments.of(
                        "phi3",
                        "'<|user|>' + message['content'] + '<|end|>' + '<|assistant|>'",
                        "<|system|>\nBe kind.<|end|>\n<|user|>\nHi<|end|>\n<|assistant|>\nHello!<|end|>\n"
                                + "<|user|>\nBye<|end|>\n<|assistant|>\n"),
                Arguments.of(
                        "zephyr",
                        "'<|user|>\\n' + message['content'] + eos_token + '<|assistant|>'",
                        "<|system|>\nBe kind.</s>\n<|user|>\nHi</s>\n<|assistant|>\nHello!</s>\n"
                                + "<|user|>\nBye</s>\n<|assistant|>\n"),
                Arguments.of(
                        "gemma",
                        "'<start_of_turn>' + role + '\\n'",
                        "<start_of_turn>user\nBe kind.\n\nHi<end_of_turn>\n<start_of_turn>model\nHello!<end_of_turn>\n"
                                + "<start_of_turn>user\nBye<end_of_turn>\n<start_of_turn>model\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void writesAConversationAsTheTemplateWould(String name, String template, String prompt) {
        // When
        PromptFormat format = PromptFormat.of(Optional.of(template), "</s>");

        // Then
        assertThat(format.name()).isEqualTo(name);
        assertThat(format.write(CONVERSATION)).isEqualTo(prompt);
    }

    @Test
    void aModelThatDoesNotSayGetsChatMl() {
        // When
        PromptFormat format = PromptFormat.of(Optional.empty(), "</s>");

        // Then
        assertThat(format.name()).isEqualTo("chatml");
    }
}
