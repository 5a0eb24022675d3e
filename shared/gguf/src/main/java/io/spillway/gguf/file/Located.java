package io.spillway.gguf.file;

import java.nio.file.Path;

/** What became of looking for a model's file. */
public sealed interface Located {
    /** It is here and begins like a GGUF file. */
    record Here(Path file) implements Located {}

    /** It cannot be had now. */
    record Missing(String reason) implements Located {}
}
