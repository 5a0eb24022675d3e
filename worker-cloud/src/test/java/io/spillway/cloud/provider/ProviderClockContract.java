package io.spillway.cloud.provider;

import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target.Timeouts;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
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
import org.junit.jupiter.params.provider.ValueSource;

import static io.spillway.cloud.provider.Chats.PATIENT;
import static io.spillway.cloud.provider.Chats.aChat;
import static io.spillway.cloud.provider.Chats.aStreamedChat;
import static org.assertj.core.api.Assertions.assertThat;

/** The part of the contract that is about time: limits, stops, and many calls at once. */
public abstract class ProviderClockContract extends ProviderShapeContract {
    private static final int MANY = 200;

    @Test
    void keepsTheLimitsOfTheTarget() {
        // Given
        Duration brief = Duration.ofMillis(250);
        Timeouts first = new Timeouts(SOON, brief, SOON, SOON);
        Timeouts between = new Timeouts(SOON, SOON, brief, SOON);
        Timeouts total = new Timeouts(SOON, SOON, SOON, brief);
        // When / Then
        for (boolean stream : new boolean[] {false, true}) {
            assertThat(call(Reply.hang(), chat("hi", stream), total))
                    .isEqualTo(new Outcome.Transient("not finished within 250 ms"));
            assertThat(call(answer("a b c").hangAfter(1), chat("hi", stream), between))
                    .isEqualTo(new Outcome.Transient("no further token within 250 ms"));
        }
        assertThat(call(Reply.hang(), aStreamedChat("hi"), first))
                .isEqualTo(new Outcome.Transient("no first token within 250 ms"));
        assertThat(call(answer("a b c").after(Duration.ofMillis(400)), aChat("hi"), first))
                .as("an answer that comes whole has no first token")
                .isInstanceOf(Outcome.Completed.class);
        assertThat(call(answer("a b c").hangAfter(0), aStreamedChat("hi"), first))
                .as("the role is not yet a token")
                .isEqualTo(new Outcome.Transient("no first token within 250 ms"));
        assertThat(call(pacedAnswer(1000, Duration.ofMillis(10)), aStreamedChat("hi"), total))
                .isEqualTo(new Outcome.Transient("not finished within 250 ms"));
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 7, SOON)).isTrue();
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
            assertThat(outcome)
                    .isEqualTo(new Outcome.Exhausted(
                            ExhaustionKind.UNHEALTHY, Optional.empty(), "no connection within 300 ms"));
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
