package io.spillway.cloud.provider;

import java.nio.ByteBuffer;
import java.util.List;

/** Cuts the bytes of a stream, however they are chunked, into events. One for each stream. */
public interface EventReader {
    /**
     * One event.
     *
     * @param type empty where the stream does not name it
     */
    record Event(String type, String data) {}

    /** The events that these bytes complete. */
    List<Event> feed(ByteBuffer bytes);

    /** The event that the end of the stream completes. */
    List<Event> end();
}
