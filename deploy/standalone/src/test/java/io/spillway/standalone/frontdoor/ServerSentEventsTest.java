package io.spillway.standalone.frontdoor;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerSentEventsTest {
    @Test
    void readsNamesIdsAndDataOfSeveralLines() throws Exception {
        // Given
        ServerSentEvents events = stream(": hello\n\nid: 7\nevent: token\ndata: one\ndata:two\n\ndata: bare\n\n");

        // When, then
        assertThat(events.next()).contains(new ServerSentEvents.Event("7", "token", "one\ntwo"));
        assertThat(events.next()).contains(new ServerSentEvents.Event("7", "message", "bare"));
        assertThat(events.next()).isEmpty();
    }

    @Test
    void dropsAnEventCutShort() throws Exception {
        // Given
        ServerSentEvents events = stream("event: token\ndata: half");

        // When, then
        assertThat(events.next()).isEmpty();
    }

    private static ServerSentEvents stream(String text) {
        return new ServerSentEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
