package io.spillway.testing.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptedProviderTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private final ScriptedProvider provider = ScriptedProvider.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        client.shutdownNow();
        provider.close();
    }

    @Test
    void echoesThePromptUntilToldOtherwise() throws Exception {
        // When
        HttpResponse<String> answer = chat("tell me", false);
        // Then
        assertThat(answer.body()).contains("You said: tell me").contains("\"finish_reason\":\"stop\"");
        assertThat(provider.journal().calls()).singleElement().satisfies(visit -> {
            assertThat(visit.fate()).isEqualTo(Visit.Fate.ANSWERED);
            assertThat(visit.request().prompt()).isEqualTo("tell me");
            assertThat(visit.endedAt()).isPresent();
        });
    }

    @Test
    void streamsByTheWord() throws Exception {
        // Given
        provider.answer("one two three");
        // When
        String events = chat("x", true).body();
        // Then
        assertThat(events)
                .contains("\"content\":\"one \"", "\"content\":\"three\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void playsOneReplyAfterTheOther() throws Exception {
        // Given
        provider.script(Script.sequence(Reply.status(429).header("retry-after", "20"), Reply.text("fine")));
        // When
        HttpResponse<String> first = chat("x", false);
        HttpResponse<String> second = chat("x", false);
        // Then
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).contains("20");
        assertThat(second.body()).contains("fine");
    }

    @Test
    void resetsAndTruncates() throws Exception {
        // Given
        provider.script(Script.sequence(Reply.cut(), Reply.text("half of it").closedAfter(1)));
        // When / Then
        assertThatThrownBy(() -> chat("x", false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> chat("x", false)).isInstanceOf(IOException.class);
        assertThat(provider.journal().awaitFate(Visit.Fate.CUT, 2, SOON)).isTrue();
    }

    @Test
    void noticesAClientThatLeavesWhileNothingIsSent() throws Exception {
        // Given
        provider.script(Script.always(Reply.hang()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            socket.getOutputStream()
                    .write("POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(provider.journal().awaitVisits(1, SOON)).isTrue();
        }
        // Then
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 1, SOON)).isTrue();
    }

    @Test
    void failsTheSameRequestsForTheSameSeed() {
        // Given
        Script flaky = Script.always(Reply.text("ok")).failing(20, 7, Reply.status(500));
        // When
        var draws = IntStream.rangeClosed(1, 1000)
                .filter(n ->
                        flaky.reply(new Received(n, "POST", "/", Map.of(), "")).status() == 500)
                .boxed()
                .toList();
        // Then
        assertThat(draws).hasSizeBetween(150, 250);
        assertThat(draws)
                .isEqualTo(IntStream.rangeClosed(1, 1000)
                        .filter(n -> flaky.reply(new Received(n, "POST", "/", Map.of(), ""))
                                        .status()
                                == 500)
                        .boxed()
                        .toList());
    }

    @Test
    void isControlledFromAnotherProcess() throws Exception {
        // Given
        send(
                "POST",
                "/control",
                "{\"replies\":[{\"status\":529,\"headers\":{\"retry-after\":\"9\"}},{\"text\":\"ok\"}]}");
        // When
        HttpResponse<String> first = chat("x", false);
        HttpResponse<String> second = chat("x", false);
        // Then
        assertThat(first.statusCode()).isEqualTo(529);
        assertThat(second.body()).contains("ok");
        assertThat(send("GET", "/journal", "").body()).contains("\"number\":2").doesNotContain("/control");
        assertThat(send("POST", "/control", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void aScriptThatFailsSaysSo() throws Exception {
        // Given
        provider.script(_ -> {
            throw new IllegalStateException("no such scene");
        });
        // When / Then
        assertThat(chat("x", false).body()).contains("no such scene");
    }

    @Test
    void listsItsModels() throws Exception {
        // Given
        provider.models("a", "b");
        // When / Then
        assertThat(send("GET", "/v1/models", "").body()).contains("\"id\":\"a\"", "\"id\":\"b\"");
    }

    private HttpResponse<String> chat(String prompt, boolean stream) throws Exception {
        return send("POST", "/v1/chat/completions", """
                {"model":"m","stream":%s,"messages":[{"role":"user","content":"%s"}]}""".formatted(stream, prompt));
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + provider.port() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
