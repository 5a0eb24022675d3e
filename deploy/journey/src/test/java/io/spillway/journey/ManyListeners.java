package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.LiveHeap;
import io.spillway.testing.provider.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures the gateway's heap under two thousand listeners that have nothing to hear, and a hundred that never read.
 * Run when asked for by its name: {@code -Dit.test=ManyListeners}; the figures are in docs/benchmarks.md.
 */
class ManyListeners {
    private static final int IDLE = 2_000;
    private static final int DEAF = 100;
    private static final int SMALL = 4 * 1024;

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();
    private final LiveHeap gateway =
            new LiveHeap(cluster.run().process("gateway").pid());
    private final List<Socket> sockets = new ArrayList<>();

    @Test
    void idleOnesAndOnesThatNeverRead() throws IOException {
        // Given
        cluster.models().always("sdk", Reply.hang());
        cluster.models().always("words", Reply.tokens(40_000, Duration.ofMillis(1)));
        String quiet = front.accepted(Ask.chat("cloud/sdk", "says nothing").streamed());
        say("before: live heap %,d kB", gateway.kilobytes());

        // When
        listen(quiet, IDLE);
        say("%,d idle listeners: live heap %,d kB", IDLE, gateway.kilobytes());
        String busy = front.accepted(Ask.chat("cloud/words", "says much").streamed());
        listen(busy, DEAF);
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    say("and %d that never read: live heap %,d kB", DEAF, gateway.kilobytes());
                    return !front.look(busy).status().equals("in_progress")
                            && !front.look(busy).status().equals("queued");
                });

        // Then
        say("their job has ended: live heap %,d kB", gateway.kilobytes());
        assertThat(front.look(busy).status()).isEqualTo("completed");
        for (Socket socket : sockets) {
            socket.close();
        }
        front.cancel(quiet);
        say("all gone: live heap %,d kB", gateway.kilobytes());
    }

    private void listen(String job, int count) throws IOException {
        URI url = URI.create(front.url());
        byte[] request = ("GET /v1/jobs/" + job + "/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + "Authorization: Bearer " + front.key() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int n = 0; n < count; n++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(SMALL);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.getOutputStream().write(request);
            sockets.add(socket);
        }
        // Each has its head, and with it is listened to.
        for (Socket socket : sockets.subList(sockets.size() - count, sockets.size())) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    private static void say(String text, Object... values) {
        System.out.printf("figures: " + text + "%n", values);
    }
}
