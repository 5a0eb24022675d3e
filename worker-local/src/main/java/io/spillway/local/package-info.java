/** The worker that runs GGUF models on the CPU: its life as a process. */
@NullMarked
package io.spillway.local;

import org.jspecify.annotations.NullMarked;
