package io.spillway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.spillway.journey.language.Sdk;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** OpenAI's own Java SDK against the front door: responses. */
@Order(6)
class OpenAiResponsesIT extends OpenAiJourney {
    @Test
    void aResponseIsAnsweredAndCanBeFetched() {
        // When
        Response response = openai.responses()
                .create(ask("responses: plain")
                        .instructions("Be brief.")
                        .temperature(0.5)
                        .maxOutputTokens(50)
                        .metadata(ResponseCreateParams.Metadata.builder()
                                .putAdditionalProperty("k", JsonValue.from("v"))
                                .build())
                        .build());
        // Then
        response.validate();
        assertThat(text(response)).isEqualTo("You said: responses: plain");
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(4);
        assertThat(response.metadata().orElseThrow()._additionalProperties()).containsEntry("k", JsonValue.from("v"));
        assertThat(openai.responses().retrieve(response.id())).isEqualTo(response);
        JsonNode sent = sent("responses: plain");
        assertThat(sent.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(sent.at("/messages/0/content").asText()).isEqualTo("Be brief.");
        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(50);
        assertThat(sent.has("spillway")).isFalse();
    }

    @Test
    void aStreamHasAllItsEvents() {
        // Given
        cluster.models().always("sdk", Reply.tokens(8, Duration.ofMillis(80)));
        ResponseAccumulator whole = ResponseAccumulator.create();
        // When
        List<ResponseStreamEvent> events = events(ask("responses: streamed").build());
        // Then
        events.forEach(whole::accumulate);
        assertThat(text(whole.response())).isEqualTo("word1 word2 word3 word4 word5 word6 word7 word8");
        List<String> types = events.stream().map(OpenAiResponsesIT::type).toList();
        assertThat(types.stream().distinct())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(types.stream().filter("response.output_text.delta"::equals).count())
                .as("more than one piece")
                .isGreaterThan(3);
        assertThat(events.stream().map(OpenAiResponsesIT::number))
                .containsExactlyElementsOf(java.util.stream.LongStream.range(0, events.size())
                        .boxed()
                        .toList());
    }

    @Test
    void aStreamGoesOnAfterAnyEvent() {
        // Given
        cluster.models().always("sdk", Reply.tokens(6, Duration.ofMillis(60)));
        List<ResponseStreamEvent> whole = events(ask("responses: resumed").build());
        String id = whole.getFirst().created().orElseThrow().response().id();
        for (int seen = 0; seen < whole.size(); seen++) {
            // When
            List<ResponseStreamEvent> rest = resumed(id, seen);
            // Then
            assertThat(rest.stream().map(OpenAiResponsesIT::type))
                    .as("after %d", seen)
                    .containsExactlyElementsOf(whole.subList(seen + 1, whole.size()).stream()
                            .map(OpenAiResponsesIT::type)
                            .toList());
            assertThat(deltas(rest)).isEqualTo(deltas(whole.subList(seen + 1, whole.size())));
        }
    }

    @Test
    void aResponseInTheBackgroundIsFetchedLater() {
        // Given
        cluster.models().always("sdk", Reply.text("done").after(Duration.ofSeconds(2)));
        // When
        Response begun = openai.responses()
                .create(ask("responses: background").background(true).build());
        // Then
        assertThat(begun.status().orElseThrow()).isIn(ResponseStatus.QUEUED, ResponseStatus.IN_PROGRESS);
        Response ended = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> openai.responses().retrieve(begun.id()),
                        response -> response.status().orElseThrow().equals(ResponseStatus.COMPLETED));
        assertThat(text(ended)).isEqualTo("done");
        assertThat(ended.background()).contains(true);
        assertThat(deltas(resumed(begun.id(), -1))).isEqualTo("done");
    }

    @Test
    void aResponseInTheBackgroundIsCancelled() {
        // Given
        cluster.models().always("sdk", Reply.hang());
        Response begun = openai.responses()
                .create(ask("responses: cancelled").background(true).build());
        assertThat(Sdk.awaitFate(cluster, "responses: cancelled", 1, Visit.Fate.OPEN))
                .isTrue();
        // When
        Response cancelled = openai.responses().cancel(begun.id());
        // Then
        assertThat(cancelled.status()).contains(ResponseStatus.CANCELLED);
        assertThat(Sdk.awaitFate(cluster, "responses: cancelled", 1, Visit.Fate.LEFT))
                .isTrue();
        assertThat(openai.responses().retrieve(begun.id()).status()).contains(ResponseStatus.CANCELLED);
    }

    @Test
    void aFunctionIsCalledAndItsOutputAnswered() {
        // Given
        cluster.models().always("sdk", Reply.message(toolCall(), "tool_calls"));
        Response asking = openai.responses()
                .create(ask("responses: weather?").addTool(Weather.class).build());
        ResponseFunctionToolCall call = asking.output().getFirst().asFunctionCall();
        cluster.models().echo("sdk");
        // When
        Response answer = openai.responses()
                .create(ResponseCreateParams.builder()
                        .model(MODEL)
                        .previousResponseId(asking.id())
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("responses: sunny")
                                        .build())))
                        .build());
        // Then
        assertThat(call.arguments(Weather.class).city).isEqualTo("Ulm");
        assertThat(text(answer)).isEqualTo("You said: responses: sunny");
        JsonNode messages = sent("responses: sunny").path("messages");
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "tool");
        assertThat(messages.at("/1/tool_calls/0/id").asText()).isEqualTo("call_1");
        assertThat(messages.at("/2/tool_call_id").asText()).isEqualTo("call_1");
    }

    @Test
    void aFunctionCallStreamsAsItsEvents() {
        // Given
        cluster.models().always("sdk", Reply.message(toolCall(), "tool_calls"));
        ResponseAccumulator whole = ResponseAccumulator.create();
        // When
        List<ResponseStreamEvent> events =
                events(ask("responses: streamed call").addTool(Weather.class).build());
        // Then
        events.forEach(whole::accumulate);
        assertThat(events.stream().map(OpenAiResponsesIT::type))
                .containsSubsequence(
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(whole.response().output().getFirst().asFunctionCall().name()).isEqualTo("Weather");
    }

    @Test
    void anAnswerComesInTheFormOfASchema() {
        // Given
        cluster.models().always("sdk", Reply.text("{\"name\":\"Ulm\",\"rivers\":3}"));
        // When
        var response = openai.responses()
                .create(ask("responses: a city").text(City.class).build());
        // Then
        City city =
                response.output().getFirst().asMessage().content().getFirst().asOutputText();
        assertThat(city.rivers).isEqualTo(3);
        assertThat(sent("responses: a city")
                        .at("/response_format/json_schema/schema/properties/name/type")
                        .asText())
                .isEqualTo("string");
        assertThat(response.rawResponse()
                        .text()
                        .orElseThrow()
                        .format()
                        .orElseThrow()
                        .isJsonSchema())
                .isTrue();
    }

    @Test
    void aConversationGoesOnWithoutItsOldInstructions() {
        // Given
        Response first = openai.responses()
                .create(ask("responses: first").instructions("Old.").build());
        // When
        openai.responses()
                .create(ask("responses: second")
                        .previousResponseId(first.id())
                        .instructions("New.")
                        .build());
        // Then
        assertThat(sent("responses: second").path("messages").findValuesAsText("content"))
                .containsExactly("New.", "responses: first", "You said: responses: first", "responses: second");
    }

    @Test
    void anAnswerThatIsCutShortIsIncomplete() {
        // Given
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("content", "half an");
        cluster.models().always("sdk", Reply.message(message, "length"));
        // When
        Response response = openai.responses()
                .create(ask("responses: short").maxOutputTokens(2).build());
        // Then
        assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
        assertThat(response.incompleteDetails()
                        .orElseThrow()
                        .reason()
                        .orElseThrow()
                        .asString())
                .isEqualTo("max_output_tokens");
    }

    @Test
    void mistakesAreNamed() {
        // Given
        long before = cluster.logged();
        // When
        OpenAIServiceException previous = catchThrowableOfType(
                BadRequestException.class,
                () -> openai.responses()
                        .create(ask("x").previousResponseId("resp_none").build()));
        OpenAIServiceException kept = catchThrowableOfType(
                BadRequestException.class,
                () -> openai.responses()
                        .create(ask("x").background(true).store(false).build()));
        OpenAIServiceException part = catchThrowableOfType(
                BadRequestException.class,
                () -> openai.responses()
                        .create(ask("x").putAdditionalBodyProperty(
                                        "tools", JsonValue.from(List.of(java.util.Map.of("type", "web_search"))))
                                .build()));
        // Then
        assertThat(previous.param()).contains("previous_response_id");
        assertThat(kept.param()).contains("store");
        assertThat(part.param()).contains("tools[0].type");
        assertThatThrownBy(() -> openai.responses().retrieve("resp_00000000000000000000000000"))
                .isInstanceOf(NotFoundException.class);
        assertThat(cluster.logged()).as("nothing queued").isEqualTo(before);
    }

    @Test
    void whatIsNotStoredIsNotFound() {
        // Given
        Response response =
                openai.responses().create(ask("responses: gone").store(false).build());
        // When
        assertThatThrownBy(() -> openai.responses().retrieve(response.id()))
                // Then
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aResponseThatTakesTooLongIsNotPaidForTwice() {
        // Given
        cluster.models().always("sdk", Reply.text("at last").after(Duration.ofSeconds(4)));
        // When
        OpenAIServiceException late = catchThrowableOfType(
                InternalServerException.class,
                () -> openai.responses()
                        .create(ask("responses: late")
                                .putAdditionalHeader("x-spillway-timeout", "1")
                                .build()));
        // Then
        String job = late.headers().values("x-spillway-job-id").getFirst();
        front.ended(job);
        assertThat(text(openai.responses().retrieve("resp_" + job.substring("job_".length()))))
                .isEqualTo("at last");
        assertThat(cluster.models().calls("responses: late")).hasSize(1);
    }

    private List<ResponseStreamEvent> events(ResponseCreateParams params) {
        try (StreamResponse<ResponseStreamEvent> stream = openai.responses().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private List<ResponseStreamEvent> resumed(String id, long after) {
        ResponseRetrieveParams.Builder params = ResponseRetrieveParams.builder().responseId(id);
        if (after >= 0) {
            params.startingAfter(after);
        }
        try (StreamResponse<ResponseStreamEvent> stream = openai.responses().retrieveStreaming(params.build())) {
            return stream.stream().toList();
        }
    }

    private JsonNode sent(String prompt) {
        return cluster.models().calls(prompt).getFirst().request().json();
    }

    private static ResponseCreateParams.Builder ask(String prompt) {
        return ResponseCreateParams.builder().model(MODEL).input(prompt);
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(part -> part.outputText().stream())
                .map(part -> part.text())
                .collect(Collectors.joining());
    }

    private static String deltas(List<ResponseStreamEvent> events) {
        return events.stream()
                .flatMap(event -> event.outputTextDelta().stream())
                .map(delta -> delta.delta())
                .collect(Collectors.joining());
    }

    private static JsonNode json(ResponseStreamEvent event) {
        return event._json().orElseThrow().convert(JsonNode.class);
    }

    private static String type(ResponseStreamEvent event) {
        return json(event).path("type").asText();
    }

    private static Long number(ResponseStreamEvent event) {
        return json(event).path("sequence_number").asLong();
    }
}
