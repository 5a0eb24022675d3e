package io.spillway.standalone.frontdoor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads events from a {@code text/event-stream} (WHATWG HTML, section 9.2.6). */
final class ServerSentEvents implements AutoCloseable {
    /** One event; {@code id} is the last one given, as the standard has it. */
    record Event(String id, String name, String data) {}

    private final BufferedReader lines;
    private String id = "";

    ServerSentEvents(InputStream stream) {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** The next event, or empty at the end of the stream; an event cut short by the end is dropped. */
    Optional<Event> next() throws IOException {
        String name = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && (!name.isEmpty() || !data.isEmpty())) {
                return Optional.of(new Event(id, name.isEmpty() ? "message" : name, data.toString()));
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {} // comments keep the connection alive
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
