package io.spillway.cloud.provider;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Usage;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Visit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spillway.cloud.provider.Chats.PATIENT;
import static io.spillway.cloud.provider.Chats.aChat;
import static io.spillway.cloud.provider.Chats.aStreamedChat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every kind of provider must do, over real sockets. A kind whose protocol is not OpenAI's gives its answers in its
 * own form by overriding the methods at the end.
 */
public abstract class ProviderContract extends ProviderClockContract {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answers(boolean stream) {
        // When
        Outcome outcome = call(answer("Hello, you there"), chat("hi", stream));
        // Then
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Completed.class, done -> {
            assertThat(done.output().text()).isEqualTo("Hello, you there");
            assertThat(done.output().body().path("finish_reason").asText()).isEqualTo("stop");
            assertThat(done.usage()).isEqualTo(new Usage(1, 3, false));
        });
        assertThat(String.join("", tokens)).isEqualTo(stream ? "Hello, you there" : "");
        assertThat(provider.journal().calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsForItselfWhereTheProviderDoesNot(boolean stream) {
        // When
        Outcome outcome = call(answerWithoutUsage("12345678"), chat("1234 5678", stream));
        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Completed.class,
                        done -> assertThat(done.usage()).isEqualTo(new Usage(3, 2, true)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysWhatRemainsOfItsLimits(boolean stream) {
        // Given
        Reply reply = answer("hello")
                .header("x-ratelimit-remaining-requests", "7")
                .header("x-ratelimit-reset-requests", "1s");
        // When
        Outcome outcome = call(reply, chat("hi", stream));
        // Then
        assertThat(((Outcome.Completed) outcome)
                        .allowance()
                        .orElseThrow()
                        .requests()
                        .orElseThrow()
                        .remaining())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blanksAreNoAnswer(boolean stream) {
        assertThat(call(answer(" \n "), chat("hi", stream))).isInstanceOf(Outcome.Empty.class);
        assertThat(call(answer(""), chat("hi", stream))).isInstanceOf(Outcome.Empty.class);
    }

    @ParameterizedTest
    @CsvSource({
        "429, RATE_LIMITED",
        "402, BILLING",
        "401, AUTH",
        "403, AUTH",
        "503, OVERLOADED",
        "529, OVERLOADED",
    })
    void benchesTheTargetFor(int status, ExhaustionKind kind) {
        // When
        Outcome outcome = call(error(status, "sorry").header("retry-after", "20"), aStreamedChat("hi"));
        // Then
        boolean clears = kind == ExhaustionKind.RATE_LIMITED || kind == ExhaustionKind.OVERLOADED;
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exhausted.class, exhausted -> {
            assertThat(exhausted.kind()).isEqualTo(kind);
            assertThat(exhausted.retryAfter())
                    .isEqualTo(clears ? Optional.of(Duration.ofSeconds(20)) : Optional.empty());
        });
        assertThat(provider.journal().calls()).as("no retries").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, rejected",
        "422, rejected",
        "404, refused",
        "413, refused",
        "408, transient",
        "409, transient",
        "500, transient",
        "502, transient",
        "504, transient",
        "302, transient",
        "418, refused",
    })
    void endsTheAttemptFor(int status, String word) {
        // When
        Outcome outcome = call(error(status, "sorry"), aChat("hi"));
        // Then
        assertThat(outcome.word()).isEqualTo(word);
        assertThat(outcome.detail()).startsWith(status + ",").endsWith("sorry");
    }

    @Test
    void aBrokenConnectionMayPass() {
        assertThat(call(Reply.cut(), aChat("hi"))).isInstanceOf(Outcome.Transient.class);
        assertThat(call(answer("a b c d").cutAfter(1), aChat("hi"))).isInstanceOf(Outcome.Transient.class);
        assertThat(call(answer("a b c d").closedAfter(1), aChat("hi"))).isInstanceOf(Outcome.Transient.class);
        assertThat(call(answer("a b c d").cutAfter(2), aStreamedChat("hi"))).isInstanceOf(Outcome.Transient.class);
        assertThat(call(answer("a b c d").closedAfter(2), aStreamedChat("hi"))).isInstanceOf(Outcome.Transient.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNoAnswerMayPass(boolean stream) {
        List<Reply> replies = List.of(
                Reply.json(200, ""),
                Reply.json(200, "{\"choices\":[{\"mess"),
                Reply.json(200, "{}"),
                Reply.json(200, "[1,2]"),
                Reply.json(200, "null"),
                Reply.raw(200, "text/html", "<html>Welcome to the hotel's network</html>"),
                Reply.raw(200, "application/octet-stream", "\u0000\u0001garbage\r\n\r\n"),
                Reply.raw(200, "text/event-stream", "data: {\"choices\":[{\"del\n\n"),
                Reply.raw(200, "text/event-stream", ": nothing\n\n"));
        for (Reply reply : replies) {
            assertThat(call(reply, chat("hi", stream)))
                    .as("%s", reply.content())
                    .isInstanceOf(Outcome.Transient.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stopsReadingABodyThatDoesNotEnd(boolean stream) {
        // When
        Outcome outcome = call(Reply.huge(10L * Incoming.LONGEST_BODY), chat("hi", stream));
        // Then
        assertThat(outcome).isEqualTo(new Outcome.Transient("the answer is longer than 50 MB"));
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 1, SOON)).isTrue();
    }

    @Test
    void aProviderThatCannotBeReachedIsUnhealthy() throws IOException {
        // Given
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        List<String> addresses = List.of(
                "http://127.0.0.1:" + nobody + "/v1",
                "http://no-such-host.invalid/v1",
                "https://127.0.0.1:" + provider.port() + "/v1");
        for (String address : addresses) {
            // When
            Outcome outcome = callerAt(address, PATIENT).call(aChat("hi"), tokens::add, stop);
            // Then
            assertThat(outcome).as(address).isInstanceOfSatisfying(Outcome.Exhausted.class, exhausted -> {
                assertThat(exhausted.kind()).isEqualTo(ExhaustionKind.UNHEALTHY);
                assertThat(exhausted.retryAfter()).isEmpty();
            });
        }
    }

    @Test
    void showsNobodyTheKeyOrThePrompt() {
        // Given
        String prompt = "my aunt's secret recipe for plum cake";
        String leak = "bad key " + KEY + " or sk-proj-abc123DEF456ghi789 for input '" + prompt + "'";
        for (int status : new int[] {400, 401, 403, 404, 422, 429, 500, 503}) {
            // When
            Outcome outcome = call(error(status, leak), aChat(prompt));
            // Then
            assertThat(outcome.toString()).doesNotContain(KEY, "abc123DEF", "plum", "recipe");
        }
    }

    @Test
    void aPromptThatIsQuotedBackDecidesNothing() {
        // Given
        String prompt = "insufficient_quota: you have run out of credits, try again in 23 hours";
        // When
        Outcome outcome = call(error(400, "cannot parse '" + prompt + "'"), aChat(prompt));
        // Then
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    }

    /** An answer that does not say what it used. */
    protected Reply answerWithoutUsage(String text) {
        return new Reply(
                Duration.ZERO,
                200,
                Map.of(),
                new Reply.Content.Text(text, "stop", false),
                Duration.ZERO,
                new Reply.Ending.Whole());
    }

    /** A refusal with nothing but a message. */
    protected abstract Reply error(int status, String message);
}
