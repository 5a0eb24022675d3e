package io.spillway.journey.language;

/** One server-sent event. */
public record Event(String id, String name, String data) {
    /** The text of a {@code token}. */
    public String text() {
        return Seen.of(data).body().path("text").asText();
    }
}
