package io.spillway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import io.restassured.response.Response;
import io.spillway.journey.language.JobAssert;
import io.spillway.journey.language.Sdk;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** OpenAI's own Java SDK against the front door: models and chat. */
@Order(6)
class OpenAiChatIT extends OpenAiJourney {
    @Test
    void modelsAreRoutesAndTargets() {
        // When
        List<String> all = openai.models().list().data().stream().map(Model::id).toList();
        Model one = openai.models().retrieve("gguf/demo");
        // Then
        assertThat(all).startsWith("default").contains("gguf/demo", MODEL);
        assertThat(one.id()).isEqualTo("gguf/demo");
        assertThat(one.ownedBy()).isEqualTo("gguf");
        assertThatThrownBy(() -> openai.models().retrieve("openai/none")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aPlainChatIsAnsweredAndNamesItsJob() {
        // When
        try (HttpResponseFor<ChatCompletion> answer = openai.chat()
                .completions()
                .withRawResponse()
                .create(chat("plain")
                        .putAdditionalHeader("x-spillway-priority", "2")
                        .build())) {
            // Then
            ChatCompletion completion = answer.parse();
            completion.validate();
            assertThat(completion.choices().getFirst().message().content()).contains("You said: plain");
            assertThat(completion.model()).isEqualTo(MODEL);
            assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(3);
            String job = answer.headers().values("x-spillway-job-id").getFirst();
            assertThat(completion.id()).isEqualTo("chatcmpl-" + job.substring("job_".length()));
            assertThat(answer.headers().values("x-spillway-target")).containsExactly(MODEL);
            assertThat(answer.headers().values("x-spillway-attempts")).containsExactly("1");
            assertThat(answer.headers().values("x-spillway-queue-ms").getFirst())
                    .matches("\\d+");
            assertThat(answer.headers().values("x-spillway-overhead-ms").getFirst())
                    .matches("\\d+");
            JobAssert.assertThat(front.look(job)).isCompleted();
        }
    }

    @Test
    void whatIsNotKnownHereReachesTheProvider() {
        // Given
        ChatCompletionCreateParams params = chat("passed through")
                .n(2)
                .logprobs(true)
                .topLogprobs(2)
                .putAdditionalBodyProperty("repetition_penalty", com.openai.core.JsonValue.from(1.1))
                .serviceTier(ChatCompletionCreateParams.ServiceTier.FLEX)
                .build();
        // When
        openai.chat().completions().create(params);
        // Then
        JsonNode sent =
                cluster.models().calls("passed through").getFirst().request().json();
        assertThat(sent.path("repetition_penalty").asDouble()).isEqualTo(1.1);
        assertThat(sent.path("n").asInt()).isEqualTo(2);
        assertThat(sent.path("top_logprobs").asInt()).isEqualTo(2);
        assertThat(sent.has("service_tier")).isFalse();
        assertThat(sent.has("spillway")).isFalse();
    }

    @Test
    void aStreamIsTheAnswerInChunks() {
        // Given
        cluster.models().always("sdk", Reply.tokens(12, Duration.ofMillis(60)));
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params = chat("streamed")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        // When
        List<ChatCompletionChunk> chunks = chunks(params);
        // Then
        chunks.forEach(whole::accumulate);
        assertThat(whole.chatCompletion().choices().getFirst().message().content())
                .contains("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12");
        assertThat(chunks.getFirst().choices().getFirst().delta().role()).isPresent();
        assertThat(chunks.size()).as("more than one piece").isGreaterThan(5);
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(12);
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.finishReason().stream()))
                .containsExactly(ChatCompletionChunk.Choice.FinishReason.STOP);
    }

    @Test
    void theLastEventOfAStreamTellsAboutItsJob() {
        // When
        Response answer = front.asking()
                .contentType("application/json")
                .body("{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"last\"}]}"
                        .formatted(MODEL))
                .post("/v1/chat/completions");
        // Then
        assertThat(answer.contentType()).startsWith("text/event-stream");
        String job = answer.header("x-spillway-job-id");
        List<String> lines = answer.asString().lines().toList();
        assertThat(lines.subList(lines.lastIndexOf(": x-spillway-job-id: " + job), lines.size()))
                .anyMatch(line -> line.equals(": x-spillway-target: " + MODEL))
                .anyMatch(line -> line.startsWith(": x-spillway-overhead-ms: "))
                .anyMatch(line -> line.equals("data: [DONE]"));
    }

    @Test
    void aToolIsCalledPlainAndStreamed() {
        // Given
        cluster.models().always("sdk", Reply.message(toolCall(), "tool_calls"));
        ChatCompletionCreateParams params =
                chat("what is the weather?").addTool(Weather.class).build();
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        // When
        ChatCompletion plain = openai.chat().completions().create(params);
        chunks(params).forEach(whole::accumulate);
        // Then
        for (ChatCompletion completion : List.of(plain, whole.chatCompletion())) {
            ChatCompletion.Choice choice = completion.choices().getFirst();
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            ChatCompletionMessageFunctionToolCall call =
                    choice.message().toolCalls().orElseThrow().getFirst().asFunction();
            assertThat(call.id()).isEqualTo("call_1");
            assertThat(call.function().arguments(Weather.class).city).isEqualTo("Ulm");
        }
    }

    @Test
    void anAnswerComesInTheFormOfASchema() {
        // Given
        cluster.models().always("sdk", Reply.text("{\"name\":\"Ulm\",\"rivers\":3}"));
        // When
        City city = openai.chat()
                .completions()
                .create(chat("a city").responseFormat(City.class).build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        // Then
        assertThat(city.name).isEqualTo("Ulm");
        assertThat(city.rivers).isEqualTo(3);
        JsonNode format = cluster.models().calls("a city").getFirst().request().json();
        assertThat(format.at("/response_format/json_schema/schema/properties/rivers/type")
                        .asText())
                .isEqualTo("integer");
    }

    @Test
    void mistakesAreTheSdksOwnExceptions() {
        // Given
        long before = cluster.logged();
        OpenAIClient stranger = com.openai.client.okhttp.OpenAIOkHttpClient.builder()
                .baseUrl(front.url() + "/v1")
                .apiKey("sk-nobody")
                .build();
        // When
        OpenAIServiceException model = catchThrowableOfType(
                NotFoundException.class, () -> create(chat("x").model("openai/none")));
        OpenAIServiceException field = catchThrowableOfType(
                BadRequestException.class, () -> create(chat("x").temperature(3.0)));
        OpenAIServiceException header = catchThrowableOfType(
                BadRequestException.class, () -> create(chat("x").putAdditionalHeader("x-spillway-timeout", "601")));
        // Then
        assertThat(model.code()).contains("model_not_found");
        assertThat(model.param()).contains("model");
        assertThat(field.param()).contains("temperature");
        assertThat(field.type()).contains("invalid_request_error");
        assertThat(header.param()).contains("x-spillway-timeout");
        assertThatThrownBy(() -> stranger.chat().completions().create(chat("x").build()))
                .isInstanceOf(UnauthorizedException.class);
        assertThat(cluster.logged()).as("nothing queued").isEqualTo(before);
    }

    @Test
    void whatTheProviderRejectsIsABadRequest() {
        // Given
        cluster.models().always("sdk", Reply.json(400, "{\"error\":{\"message\":\"no such voice\",\"code\":\"x\"}}"));
        // When
        OpenAIServiceException rejected =
                catchThrowableOfType(BadRequestException.class, () -> create(chat("rejected")));
        // Then
        assertThat(rejected.code()).contains("rejected");
        assertThat(cluster.models().calls("rejected")).hasSize(1);
    }

    @Test
    void anAnswerThatTakesTooLongIsNotPaidForTwice() {
        // Given
        cluster.models().always("sdk", Reply.text("at last").after(Duration.ofSeconds(4)));
        // When
        OpenAIServiceException late = catchThrowableOfType(
                InternalServerException.class,
                () -> create(chat("late").putAdditionalHeader("x-spillway-timeout", "1")));
        // Then
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().values("x-should-retry")).containsExactly("false");
        assertThat(late.headers().values("retry-after")).isNotEmpty();
        Seen job = front.ended(late.headers().values("x-spillway-job-id").getFirst());
        JobAssert.assertThat(job).isCompleted();
        assertThat(job.text()).isEqualTo("at last");
        assertThat(cluster.models().calls("late")).hasSize(1);
    }

    @Test
    void whoeverHangsUpCancelsTheJob() {
        // Given
        cluster.models().always("sdk", Reply.hang());
        OpenAIClient impatient = Sdk.impatient(front, Duration.ofSeconds(2));
        // When
        assertThatThrownBy(() ->
                        impatient.chat().completions().create(chat("hung up").build()))
                .isInstanceOf(OpenAIIoException.class);
        // Then
        assertThat(Sdk.awaitFate(cluster, "hung up", 1, Visit.Fate.LEFT)).isTrue();
    }

    @Test
    void whoeverHangsUpOnAStreamCancelsTheJob() {
        // Given
        cluster.models().always("sdk", Reply.tokens(10_000, Duration.ofMillis(50)));
        // When
        try (var stream =
                openai.chat().completions().createStreaming(chat("hung up on").build())) {
            assertThat(stream.stream().findFirst()).isPresent();
        }
        // Then
        assertThat(Sdk.awaitFate(cluster, "hung up on", 1, Visit.Fate.LEFT)).isTrue();
    }

    @Test
    void whoeverComesBackWithTheSameKeyFindsTheSameJob() {
        // Given
        cluster.models().always("sdk", Reply.text("still there").after(Duration.ofSeconds(5)));
        OpenAIClient impatient = Sdk.impatient(front, Duration.ofSeconds(2));
        ChatCompletionCreateParams params = chat("comes back")
                .putAdditionalHeader("Idempotency-Key", "comes-back")
                .build();
        assertThatThrownBy(() -> impatient.chat().completions().create(params)).isInstanceOf(OpenAIIoException.class);
        // When
        ChatCompletion answer = openai.chat().completions().create(params);
        // Then
        assertThat(answer.choices().getFirst().message().content()).contains("still there");
        assertThat(cluster.models().calls("comes back")).hasSize(1);
    }

    @Test
    void whoeverDetachesLeavesAJobThatGoesOn() {
        // Given
        cluster.models().always("sdk", Reply.text("alone").after(Duration.ofSeconds(4)));
        OpenAIClient impatient = Sdk.impatient(front, Duration.ofSeconds(2));
        // When
        assertThatThrownBy(() -> impatient
                        .chat()
                        .completions()
                        .create(chat("detached")
                                .putAdditionalHeader("x-spillway-detach", "true")
                                .build()))
                .isInstanceOf(OpenAIIoException.class);
        // Then
        assertThat(Sdk.awaitFate(cluster, "detached", 1, Visit.Fate.ANSWERED)).isTrue();
    }

    @Test
    void aTargetThatFailsBeforeItsFirstWordIsNotNoticed() {
        // Given
        cluster.models().always("fallen", Reply.status(500));
        // When
        String text = text(chunks(chat("falls at once").model("fallen_first").build()));
        // Then
        assertThat(text).isEqualTo("You said: falls at once");
    }

    @Test
    void aTargetThatFailsInTheMiddleEndsTheStreamWithAnError() {
        // Given
        cluster.models()
                .script(
                        "fallen",
                        Script.always(Reply.tokens(20, Duration.ofMillis(60)).cutAfter(8)));
        // When
        SseException error = catchThrowableOfType(
                SseException.class,
                () -> chunks(chat("falls later").model("fallen_first").build()));
        // Then
        String job = jobOf(String.valueOf(error.getMessage()));
        Seen seen = front.ended(job);
        JobAssert.assertThat(seen).isCompleted();
        assertThat(seen.text()).isEqualTo("You said: falls later");
    }

    @Test
    void somebodyElseCancelsAWaitingCall() {
        // Given
        cluster.models().always("sdk", Reply.hang());
        Thread.Builder.OfVirtual waiting = Thread.ofVirtual();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread call = waiting.start(() -> {
            try {
                create(chat("cancelled by another").putAdditionalHeader("Idempotency-Key", "cancelled-by-another"));
            } catch (OpenAIServiceException e) {
                failures.add(e);
            }
        });
        assertThat(Sdk.awaitFate(cluster, "cancelled by another", 1, Visit.Fate.OPEN))
                .isTrue();
        Response again = front.asking()
                .contentType("application/json")
                .header("Idempotency-Key", "cancelled-by-another")
                .header("x-spillway-timeout", "1")
                .body(
                        "{\"model\":\"cloud/sdk\",\"messages\":[{\"role\":\"user\",\"content\":\"cancelled by another\"}]}")
                .post("/v1/chat/completions");
        // When
        front.cancel(Objects.requireNonNull(again.header("x-spillway-job-id")));
        // Then
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !call.isAlive());
        assertThat(failures).hasSize(1);
        assertThat(((OpenAIServiceException) failures.getFirst()).statusCode()).isEqualTo(409);
        assertThat(cluster.models().calls("cancelled by another")).hasSize(1);
    }

    private List<ChatCompletionChunk> chunks(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> stream =
                openai.chat().completions().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private ChatCompletion create(ChatCompletionCreateParams.Builder params) {
        return openai.chat().completions().create(params.build());
    }

    private static ChatCompletionCreateParams.Builder chat(String prompt) {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(prompt);
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    private static String jobOf(String message) {
        int at = message.indexOf("job_");
        return message.substring(at, at + 30);
    }
}
