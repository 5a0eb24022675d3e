package io.spillway.gguf.prompt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ModelMetadataTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatADemoModelSaysAboutItself() throws IOException {
        // When
        ModelMetadata metadata = ModelMetadata.read(Path.of("demo-model", "demo.gguf"));

        // Then
        assertThat(metadata.chatTemplate())
                .hasValueSatisfying(template -> assertThat(template).contains("<|im_start|>"));
        assertThat(metadata.trainedContext()).isPresent();
        assertThat(metadata.tokensAround()).isEqualTo(1);
    }

    @Test
    void aVocabularyHasItsOwnDefaultForTheBeginningOfText() {
        // When
        ModelMetadata llama3 =
                new ModelMetadata(Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.pre", "llama-bpe"));
        ModelMetadata qwen = new ModelMetadata(Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.pre", "qwen2"));

        // Then
        assertThat(llama3.tokensAround()).isEqualTo(1);
        assertThat(qwen.tokensAround()).isZero();
    }

    @Test
    void aLyingLengthIsAnErrorNotAnAllocation() throws IOException {
        // Given
        ByteBuffer head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0x46554747).putInt(3).putLong(0).putLong(1).putLong(Long.MAX_VALUE);
        Path file = Files.write(folder.resolve("lying.gguf"), head.array());

        // Then
        assertThatIOException().isThrownBy(() -> ModelMetadata.read(file)).withMessageContaining("a text of");
    }
}
