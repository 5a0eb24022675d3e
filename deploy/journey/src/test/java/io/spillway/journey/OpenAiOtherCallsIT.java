package io.spillway.journey;

import com.openai.core.http.HttpResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** OpenAI's own Java SDK against the front door: embeddings, speech, images, files and batches. */
@Order(6)
class OpenAiOtherCallsIT extends OpenAiJourney {
    @TempDir
    Path folder;

    @Test
    void textsBecomeVectorsInWhicheverForm() {
        // Given
        EmbeddingCreateParams.Builder texts =
                EmbeddingCreateParams.builder().model("cloud/vectors").inputOfArrayOfStrings(List.of("tea", "water"));

        // When
        CreateEmbeddingResponse usual = openai.embeddings().create(texts.build());
        CreateEmbeddingResponse packed = openai.embeddings()
                .create(texts.encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                        .build());

        // Then
        assertThat(usual.data().get(1).embedding()).containsExactly(5f, 1f, 2f);
        assertThat(packed.data().get(1).embedding()).containsExactly(5f, 1f, 2f);
        assertThat(usual.model()).isEqualTo("cloud/vectors");
        assertThat(usual.usage().promptTokens()).isEqualTo(6);
    }

    @Test
    void textBecomesSpeech() throws IOException {
        // When
        try (HttpResponse audio = openai.audio()
                .speech()
                .create(SpeechCreateParams.builder()
                        .model("cloud/voice")
                        .voice("alloy")
                        .input("Good evening")
                        .build())) {
            // Then
            assertThat(audio.headers().values("content-type")).containsExactly("audio/mpeg");
            assertThat(audio.headers().values("x-spillway-target")).containsExactly("cloud/voice");
            assertThat(new String(audio.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("ID3Good evening");
        }
    }

    @Test
    void aPromptBecomesPicturesInsideTheAnswerOrAtAddresses() throws IOException {
        // Given
        ImageGenerateParams.Builder prompt = ImageGenerateParams.builder()
                .model("cloud/pictures")
                .prompt("a dot")
                .n(2);

        // When
        List<Image> inside = openai.images().generate(prompt.build()).data().orElseThrow();
        List<Image> outside = openai.images()
                .generate(prompt.responseFormat(ImageGenerateParams.ResponseFormat.URL)
                        .build())
                .data()
                .orElseThrow();

        // Then
        assertThat(inside).hasSize(2);
        assertThat(inside.get(1).revisedPrompt()).contains("a dot");
        assertPicture(Base64.getDecoder().decode(inside.get(1).b64Json().orElseThrow()));
        assertPicture(front.asking()
                .baseUri("")
                .get(outside.get(1).url().orElseThrow())
                .asByteArray());
    }

    @Test
    void aResponseTellsItsInputUntilItIsDeleted() {
        // Given
        Response first = openai.responses()
                .create(ResponseCreateParams.builder()
                        .model(MODEL)
                        .input("first")
                        .build());
        Response second = openai.responses()
                .create(ResponseCreateParams.builder()
                        .model(MODEL)
                        .input("second")
                        .previousResponseId(first.id())
                        .build());

        // When
        List<String> roles = openai.responses().inputItems().list(second.id()).data().stream()
                .map(item -> item.responseOutputMessage().isPresent() ? "assistant" : "user")
                .toList();
        openai.responses().delete(second.id());

        // Then
        assertThat(roles).containsExactly("user", "assistant", "user");
        assertThatThrownBy(() -> openai.responses().retrieve(second.id())).isInstanceOf(NotFoundException.class);
        assertThat(openai.responses().retrieve(first.id()).id()).isEqualTo(first.id());
    }

    @Test
    void aBatchAnswersAFileWithAFile() throws IOException {
        // Given
        cluster.models().script("sdk", OpenAiOtherCallsIT::answer);
        String lines = IntStream.range(0, 200)
                .mapToObj(n -> line(n, n == 7 ? "batch: rejected" : "batch line " + n))
                .collect(Collectors.joining("\n"));
        FileObject file = openai.files()
                .create(FileCreateParams.builder()
                        .file(Files.writeString(folder.resolve("lines.jsonl"), lines))
                        .purpose(FilePurpose.BATCH)
                        .build());

        // When
        Batch begun = openai.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file.id())
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());
        Batch ended = Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> openai.batches().retrieve(begun.id()),
                        batch -> batch.completedAt().isPresent());

        // Then
        ended.validate();
        assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(ended.requestCounts().orElseThrow().completed()).isEqualTo(199);
        assertThat(ended.requestCounts().orElseThrow().failed()).isEqualTo(1);
        assertThat(content(ended.outputFileId().orElseThrow()))
                .hasSize(199)
                .allMatch(line -> line.contains("You said: batch line "));
        assertThat(content(ended.errorFileId().orElseThrow()))
                .singleElement()
                .matches(line -> line.contains("\"line-7\"") && line.contains("\"status_code\":400"));
        assertThat(cluster.models().calls("batch line 100")).hasSize(1);
        assertThat(openai.batches().list().data().getFirst().id()).isEqualTo(ended.id());
        assertThat(openai.files().delete(file.id()).deleted()).isTrue();
    }

    private static Reply answer(Received request) {
        return request.prompt().equals("batch: rejected")
                ? Reply.json(400, "{\"error\":{\"message\":\"no\",\"code\":\"x\"}}")
                : Reply.text("You said: {prompt}");
    }

    private static String line(int n, String prompt) {
        return """
                {"custom_id":"line-%d","method":"POST","url":"/v1/chat/completions","body":{"model":"%s","messages":[{"role":"user","content":"%s"}]}}""".formatted(n, MODEL, prompt);
    }

    private List<String> content(String file) throws IOException {
        try (HttpResponse content = openai.files().content(file)) {
            return new String(content.body().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static void assertPicture(byte[] png) throws IOException {
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1);
    }
}
