package io.spillway.gateway.webhook;

import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One message to an endpoint.
 *
 * @param id the same however often it is sent
 * @param body less than 20 kB of JSON
 */
record Message(String id, byte[] body) {
    /** What comes of {@code /test}. */
    static Message test(Endpoint endpoint, Instant now) {
        return new Message(
                "msg_test_" + UUID.randomUUID(), body("webhook.test", now, Map.of("endpoint", endpoint.id())));
    }

    /** What makes it a Standard Webhook when it is sent at {@code now} and signed by each of {@code secrets}. */
    Map<String, String> headers(List<Secret> secrets, Instant now) {
        long timestamp = now.getEpochSecond();
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(timestamp),
                "webhook-signature",
                        secrets.stream()
                                .map(secret -> secret.sign(id, timestamp, body))
                                .collect(Collectors.joining(" ")));
    }

    /** That something of {@code type} happened at {@code at}. */
    static Message of(String id, EventType type, Instant at, Object data) {
        return new Message(id, body(type.word(), at, data));
    }

    private static byte[] body(String type, Instant at, Object data) {
        return Wire.text(Map.of(
                        "type",
                        type,
                        "timestamp",
                        at.truncatedTo(ChronoUnit.MILLIS).toString(),
                        "data",
                        data))
                .getBytes(StandardCharsets.UTF_8);
    }
}
