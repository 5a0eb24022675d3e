package io.spillway.cloud.provider;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a byte stream into server-sent events. Lines are cut before they are decoded, so a chunk may end anywhere, in the
 * middle of a character or of a CRLF too.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">Parsing an event
 *     stream</a>
 */
public final class SseReader implements EventReader {
    private static final char BOM = '\uFEFF';

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private boolean hasData;
    private boolean afterCr;
    private boolean first = true;

    @Override
    public List<Event> feed(ByteBuffer bytes) {
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' && afterCr) {
                afterCr = false;
                continue;
            }
            afterCr = b == '\r';
            if (b == '\n' || b == '\r') {
                endLine(events);
            } else {
                line.write(b);
            }
        }
        return events;
    }

    /** Some servers leave out the last empty line. */
    @Override
    public List<Event> end() {
        List<Event> events = new ArrayList<>();
        endLine(events);
        dispatch(events);
        return events;
    }

    private void endLine(List<Event> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first && !text.isEmpty() && text.charAt(0) == BOM) {
            text = text.substring(1);
        }
        first = false;
        if (text.isEmpty()) {
            dispatch(events);
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        accept(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void accept(String field, String value) {
        switch (field) {
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
            }
            case "event" -> type = value;
            default -> {
                // A comment (its field is empty), id, retry, or something that is not for us.
            }
        }
    }

    private void dispatch(List<Event> events) {
        if (hasData) {
            events.add(new Event(type, data.toString()));
        }
        data.setLength(0);
        hasData = false;
        type = "";
    }
}
