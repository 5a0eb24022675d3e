/** A submission becomes a job: let in by Redis, made real by the log, then shown. */
@NullMarked
package io.spillway.gateway.admission;

import org.jspecify.annotations.NullMarked;
