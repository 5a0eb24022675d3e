package io.spillway.cloud.provider;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target.Timeouts;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Usage;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Visit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
public abstract class ProviderContract extends ProviderFixture {
    private static final int MANY = 200;

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
    void keepsTheLimitsOfTheTarget() {
        // Given
        Duration brief = Duration.ofMillis(250);
        Timeouts first = new Timeouts(SOON, brief, SOON, SOON);
        Timeouts between = new Timeouts(SOON, SOON, brief, SOON);
        Timeouts total = new Timeouts(SOON, SOON, SOON, brief);
        // When / Then
        for (boolean stream : new boolean[] {false, true}) {
            assertThat(call(Reply.hang(), chat("hi", stream), first))
                    .isEqualTo(new Outcome.Transient("no first token within 250 ms"));
            assertThat(call(Reply.hang(), chat("hi", stream), total))
                    .isEqualTo(new Outcome.Transient("not finished within 250 ms"));
            assertThat(call(answer("a b c").hangAfter(1), chat("hi", stream), between))
                    .isEqualTo(new Outcome.Transient("no further token within 250 ms"));
        }
        assertThat(call(answer("a b c").hangAfter(0), aStreamedChat("hi"), first))
                .as("the role is not yet a token")
                .isEqualTo(new Outcome.Transient("no first token within 250 ms"));
        assertThat(call(pacedAnswer(1000, Duration.ofMillis(10)), aStreamedChat("hi"), total))
                .isEqualTo(new Outcome.Transient("not finished within 250 ms"));
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 8, SOON)).isTrue();
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
    void givesUpConnectingInTime() throws IOException {
        // Given: a listener that accepts nobody and whose queue is full
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                queued.add(socket);
                fill(socket, full.getLocalSocketAddress());
            }
            Timeouts brief = new Timeouts(Duration.ofMillis(300), SOON, SOON, SOON);
            // When
            Outcome outcome = callerAt("http://127.0.0.1:" + full.getLocalPort() + "/v1", brief)
                    .call(aChat("hi"), tokens::add, stop);
            // Then
            assertThat(outcome).isEqualTo(new Outcome.Transient("no connection within 300 ms"));
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the head", "in a plain body", "before the first token", "between tokens"})
    void aStopClosesTheConnectionWithinASecond(String when) throws Exception {
        // Given
        Reply reply = switch (when) {
            case "before the head" -> Reply.hang();
            case "in a plain body" -> answer("a b c d").hangAfter(1);
            case "before the first token" -> answer("a b c d").hangAfter(0);
            default -> answer("a b c d").hangAfter(2);
        };
        CompletableFuture<Outcome> running = start(reply, chat("hi", !when.contains("plain")));
        assertThat(provider.journal().awaitVisits(1, SOON)).isTrue();
        // When
        stop.stop();
        // Then
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 1, Duration.ofSeconds(1)))
                .isTrue();
        assertThat(running.get(1, TimeUnit.SECONDS)).isEqualTo(new Outcome.Cancelled());
    }

    @Test
    void anInterruptHandsTheCallBack() throws Exception {
        // Given
        provider.script(_ -> Reply.hang());
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        Thread thread =
                Thread.startVirtualThread(() -> ended.complete(caller(PATIENT).call(aChat("hi"), tokens::add, stop)));
        assertThat(provider.journal().awaitVisits(1, SOON)).isTrue();
        // When
        thread.interrupt();
        // Then
        assertThat(ended.get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Interrupted.class);
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 1, Duration.ofSeconds(1)))
                .isTrue();
    }

    @Test
    void aCallThatIsStoppedBeforeItBeginsIsNotMade() {
        // Given
        stop.stop();
        // When / Then
        assertThat(call(answer("x"), aChat("hi"))).isEqualTo(new Outcome.Cancelled());
        assertThat(provider.journal().visits()).isEmpty();
    }

    @Test
    void holdsHundredsOfSlowStreamsAtOnce() throws Exception {
        // Given: nobody is answered before all have asked
        CountDownLatch all = new CountDownLatch(MANY);
        provider.script(request -> {
            all.countDown();
            await(all);
            return pacedAnswer(10, Duration.ofMillis(20));
        });
        ModelCaller caller = caller(PATIENT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            var running = IntStream.range(0, MANY)
                    .mapToObj(
                            _ -> threads.submit(() -> caller.call(aStreamedChat("hi"), tokens::add, new StopSignal())))
                    .toList();
            // Then
            for (var call : running) {
                assertThat(call.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Completed.class);
            }
        }
        assertThat(tokens).hasSize(10 * MANY);
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

    protected Reply answer(String text) {
        return Reply.text(text);
    }

    protected Reply pacedAnswer(int count, Duration pace) {
        return Reply.tokens(count, pace);
    }

    protected abstract Reply answerWithoutUsage(String text);

    protected abstract Reply error(int status, String message);

    private static ModelCall chat(String prompt, boolean stream) {
        return stream ? aStreamedChat(prompt) : aChat(prompt);
    }

    private static void fill(Socket socket, SocketAddress address) {
        try {
            socket.connect(address, 100);
        } catch (IOException e) {
            // Full: that is what we want.
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
