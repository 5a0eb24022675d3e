/** What a worker and its engine say to each other: one JSON object a line over a local socket, many calls at once. */
@NullMarked
package io.spillway.gguf.protocol;

import org.jspecify.annotations.NullMarked;
