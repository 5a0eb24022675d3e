package io.spillway.contract.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetNameTest {
    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4.1-mini, openai, gpt-4.1-mini",
        "openrouter/meta-llama/llama-3.1-8b:free, openrouter, meta-llama/llama-3.1-8b:free",
        "ollama/llama3.2:1b, ollama, llama3.2:1b",
        "a/b, a, b",
        "0.x_y-z/@cf/meta/llama{1}, 0.x_y-z, @cf/meta/llama{1}",
        "p//, p, /"
    })
    void theProviderEndsAtTheFirstSlash(String text, String provider, String model) {
        // When
        TargetName name = new TargetName(text);

        // Then
        assertThat(name.provider()).isEqualTo(provider);
        assertThat(name.model()).isEqualTo(model);
        assertThat(name).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "openai",
                "openai/",
                "/gpt",
                "OpenAI/gpt",
                "-a/b",
                "a b/c",
                "a/b c",
                "a/b|c",
                "a/b~c",
                "a/b\n",
                "a/é",
                "a/\u0000"
            })
    void whatWouldBreakAPlansKeyIsNoName(String text) {
        assertThat(TargetName.wellFormed(text)).isFalse();
        assertThatThrownBy(() -> new TargetName(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameHasAnEnd() {
        assertThat(TargetName.wellFormed("a/" + "b".repeat(180))).isTrue();
        assertThat(TargetName.wellFormed("a/" + "b".repeat(181))).isFalse();
        assertThat(TargetName.wellFormed("a".repeat(21) + "/" + "b".repeat(179)))
                .isFalse();
    }
}
