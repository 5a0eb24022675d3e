package io.spillway.gguf.schema;

/** A schema that no grammar is written for; the message says which part of it, and never leaves this room as such. */
final class SchemaRefused extends Exception {
    private static final long serialVersionUID = 1;

    SchemaRefused(String message) {
        super(message, null, false, false);
    }
}
