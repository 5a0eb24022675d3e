package io.spillway.cloud.provider;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a byte stream into lines, each an event: newline-delimited JSON. Lines are cut before they are decoded, so a
 * chunk may end in the middle of a character.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">Newline delimited JSON</a>
 */
public final class LineReader implements EventReader {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public List<Event> feed(ByteBuffer bytes) {
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                events.addAll(end());
            } else {
                line.write(b);
            }
        }
        return events;
    }

    @Override
    public List<Event> end() {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        return text.isEmpty() ? List.of() : List.of(new Event("", text));
    }
}
