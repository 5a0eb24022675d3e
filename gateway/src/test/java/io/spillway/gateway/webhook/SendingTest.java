package io.spillway.gateway.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.spillway.contract.cluster.AddressRange;
import io.spillway.contract.job.TenantId;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SendingTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<AddressRange> LOOPBACK = List.of(AddressRange.parse("127.0.0.0/8"));
    private static final AddressGuard.Names LOCAL = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
    private static final Instant NOW = Instant.now();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void aMessageIsWhatTheReferenceVerifierAccepts() {
        try (Sink sink = new Sink(Sink.status(204))) {
            // Given
            Endpoint endpoint = endpoint(sink.url());

            // When
            Sent sent = sending(LOCAL).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isEqualTo(new Sent.Answered(204));
            Sink.Received received = sink.received.getFirst();
            assertThat(received.line()).isEqualTo("POST /hook?a=b HTTP/1.1");
            assertThat(received.header("host")).isEqualTo("127.0.0.1:" + sink.port());
            assertThat(received.body()).contains("\"type\":\"webhook.test\"", "\"timestamp\":\"", endpoint.id());
            verify(endpoint.secret(), received);
        }
    }

    @Test
    void afterARotationBothSecretsVerifyUntilTheGraceIsOver() {
        try (Sink sink = new Sink(Sink.status(200))) {
            // Given
            Endpoint before = endpoint(sink.url());
            Endpoint rotated = before.rotated(NOW);
            Endpoint longAfter = before.rotated(NOW.minus(Endpoint.GRACE));

            // When
            sending(LOCAL).send(rotated, Message.test(rotated, NOW));
            sending(LOCAL).send(longAfter, Message.test(longAfter, NOW));

            // Then
            verify(before.secret(), sink.received.getFirst());
            verify(rotated.secret(), sink.received.getFirst());
            verify(longAfter.secret(), sink.received.getLast());
            assertThatThrownBy(() -> verifier(before.secret(), sink.received.getLast()))
                    .isInstanceOf(WebhookVerificationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 307, 410, 429, 500})
    void theAnswerIsTakenAsItIsAndNoRedirectIsFollowed(int status) {
        try (Sink elsewhere = new Sink(Sink.status(200));
                Sink sink = new Sink(Sink.status(status, "Location: " + elsewhere.url()))) {
            // Given
            Endpoint endpoint = endpoint(sink.url());

            // When
            Sent sent = sending(LOCAL).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isEqualTo(new Sent.Answered(status));
            assertThat(TestBody.of(sent).delivered()).isEqualTo(status == 200);
            assertThat(sink.received).hasSize(1);
            assertThat(elsewhere.received).isEmpty();
        }
    }

    @Test
    void anEndpointThatHangsIsGivenUpOn() {
        CountDownLatch over = new CountDownLatch(1);
        try (Sink sink = new Sink(_ -> over.await())) {
            // Given
            Endpoint endpoint = endpoint(sink.url());

            // When
            Sent sent = sending(LOCAL, Duration.ofMillis(1_500)).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isInstanceOf(Sent.Unreached.class);
            over.countDown();
        }
    }

    @Test
    void anEndpointThatDripsIsGivenUpOn() {
        CountDownLatch over = new CountDownLatch(1);
        try (Sink sink = new Sink(out -> {
            byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
            for (byte b : head) {
                out.write(b);
                over.await(1, TimeUnit.SECONDS);
            }
        })) {
            // Given
            Endpoint endpoint = endpoint(sink.url());

            // When
            Sent sent = sending(LOCAL, Duration.ofMillis(2_500)).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isInstanceOf(Sent.Unreached.class);
            over.countDown();
        }
    }

    @Test
    void anEndpointThatSpeaksNoTlsIsNotReached() {
        try (Sink sink = new Sink(Sink.status(200))) {
            // Given
            Endpoint endpoint = endpoint(URI.create("https://hooks.example:" + sink.port() + "/x"));

            // When
            Sent sent = sending(LOCAL, Duration.ofSeconds(5)).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isInstanceOf(Sent.Unreached.class);
            assertThat(sink.received.stream().map(Sink.Received::line)).noneMatch(line -> line.startsWith("POST"));
        }
    }

    @Test
    void anAnswerOfAGigabyteIsCutOffAndItsStatusCounts() {
        try (Sink sink = new Sink(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(megabyte);
            }
        })) {
            // Given
            Endpoint endpoint = endpoint(sink.url());

            // When
            Sent sent = sending(LOCAL).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isEqualTo(new Sent.Answered(200));
            assertThat(sink.written.get()).isLessThan(64L << 20);
        }
    }

    @Test
    void theAddressThatWasCheckedIsDialledUnderTheNameOfTheUrl() {
        try (Sink sink = new Sink(Sink.status(200))) {
            // Given
            Endpoint endpoint = endpoint(URI.create("http://hooks.example:" + sink.port() + "/x"));

            // When
            Sent sent = sending(LOCAL).send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(sent).isEqualTo(new Sent.Answered(200));
            assertThat(sink.received.getFirst().header("host")).isEqualTo("hooks.example:" + sink.port());
        }
    }

    @Test
    void aNameThatMeansAnAddressInsideTheNextTimeIsRefusedTheNextTime() {
        try (Sink sink = new Sink(Sink.status(200))) {
            // Given
            Iterator<String> meanings = List.of("127.0.0.1", "169.254.169.254").iterator();
            Sending sending = sending(_ -> List.of(InetAddress.ofLiteral(meanings.next())));
            Endpoint endpoint = endpoint(URI.create("http://hooks.example:" + sink.port() + "/x"));

            // When
            Sent first = sending.send(endpoint, Message.test(endpoint, NOW));
            Sent second = sending.send(endpoint, Message.test(endpoint, NOW));

            // Then
            assertThat(first).isEqualTo(new Sent.Answered(200));
            assertThat(second).isInstanceOf(Sent.Forbidden.class);
            assertThat(sink.received).hasSize(1);
        }
    }

    private static Sending sending(AddressGuard.Names names) {
        return sending(names, Duration.ofSeconds(60));
    }

    private static Sending sending(AddressGuard.Names names, Duration patience) {
        return new Sending(new AddressGuard(LOOPBACK, names), VERTX, patience);
    }

    private static Endpoint endpoint(URI url) {
        return new Endpoint(
                "whe_1",
                TenantId.DEFAULT,
                url,
                EnumSet.allOf(EventType.class),
                true,
                NOW,
                Secret.create(),
                Optional.empty());
    }

    private static void verify(Secret secret, Sink.Received received) {
        assertThatCode(() -> verifier(secret, received)).doesNotThrowAnyException();
    }

    private static void verifier(Secret secret, Sink.Received received) throws Exception {
        new Webhook(secret.text()).verify(received.body(), HttpHeaders.of(received.headers(), (_, _) -> true));
    }
}
