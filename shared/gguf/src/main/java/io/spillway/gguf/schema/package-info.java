/** Reads the JSON schema of an answer, writes it as a grammar for llama.cpp, and checks the answer against it. */
@NullMarked
package io.spillway.gguf.schema;

import org.jspecify.annotations.NullMarked;
