package io.spillway.cloud.provider;

import io.spillway.cloud.provider.EventReader.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SseReaderTest {
    @Test
    void readsTheSameWhereverTheBytesAreCut() {
        // Given
        byte[] stream =
                "\uFEFF: ping\r\ndata: ä\r\ndata:🎉 \r\n\r\nevent: error\ndata: x\n\nid: 7\rdata\r\rretry: 5\n\ndata: last"
                        .getBytes(StandardCharsets.UTF_8);
        List<Event> expected =
                List.of(new Event("", "ä\n🎉 "), new Event("error", "x"), new Event("", ""), new Event("", "last"));
        for (int cut = 0; cut <= stream.length; cut++) {
            // When
            SseReader reader = new SseReader();
            List<Event> events = new ArrayList<>(reader.feed(ByteBuffer.wrap(stream, 0, cut)));
            events.addAll(reader.feed(ByteBuffer.wrap(stream, cut, stream.length - cut)));
            events.addAll(reader.end());
            // Then
            assertThat(events).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void theByteOrderMarkIsOneOnlyAtTheStart() {
        // When
        SseReader reader = new SseReader();
        List<Event> events =
                reader.feed(ByteBuffer.wrap("data: a\n\ndata: \uFEFFb\n\n".getBytes(StandardCharsets.UTF_8)));
        // Then
        assertThat(events).containsExactly(new Event("", "a"), new Event("", "\uFEFFb"));
    }
}
