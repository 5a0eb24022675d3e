/** Measures what the scheduler's scripts cost, on a Redis of its own, and prints it with the machine it was seen on. */
@NullMarked
package io.spillway.bench;

import org.jspecify.annotations.NullMarked;
