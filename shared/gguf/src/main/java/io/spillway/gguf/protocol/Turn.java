package io.spillway.gguf.protocol;

/** One message of a conversation. */
public record Turn(Role role, String text) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }
}
