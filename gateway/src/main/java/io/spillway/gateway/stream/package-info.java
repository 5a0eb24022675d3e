/** A job's events and tokens, as they come, to whoever listens. */
@NullMarked
package io.spillway.gateway.stream;

import org.jspecify.annotations.NullMarked;
