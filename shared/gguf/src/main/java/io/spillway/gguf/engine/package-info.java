/** The child process: loads one model and generates, and ends with its worker. */
@NullMarked
package io.spillway.gguf.engine;

import org.jspecify.annotations.NullMarked;
