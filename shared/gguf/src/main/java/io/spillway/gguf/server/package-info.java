/** Speaks to a llama-server on this machine as if it were one of our own engines. */
@NullMarked
package io.spillway.gguf.server;

import org.jspecify.annotations.NullMarked;
