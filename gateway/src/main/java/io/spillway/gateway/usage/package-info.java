/** Adds up what every call used and cost, from the log, for longer than the log is kept. */
@NullMarked
package io.spillway.gateway.usage;

import org.jspecify.annotations.NullMarked;
