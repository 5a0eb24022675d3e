/** Says how much memory there is, how much a model needs, and so which models can be loaded together. */
@NullMarked
package io.spillway.gguf.memory;

import org.jspecify.annotations.NullMarked;
