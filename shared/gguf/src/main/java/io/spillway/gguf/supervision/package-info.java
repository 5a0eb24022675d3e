/** Keeps one engine process alive for each model: starts, watches, buries and starts again. */
@NullMarked
package io.spillway.gguf.supervision;

import org.jspecify.annotations.NullMarked;
