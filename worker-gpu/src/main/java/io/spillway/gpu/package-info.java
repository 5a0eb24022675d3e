/** The worker that runs GGUF models on CUDA GPUs: its life as a process. */
@NullMarked
package io.spillway.gpu;

import org.jspecify.annotations.NullMarked;
