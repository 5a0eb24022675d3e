/** Runs GGUF models with llama.cpp, each in a supervised process of its own, and answers calls with them. */
@NullMarked
package io.spillway.gguf;

import org.jspecify.annotations.NullMarked;
