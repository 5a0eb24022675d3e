/** The Redis side: the waiting room, leases, exhaustion and views, each an atomic script behind a typed call. */
@NullMarked
package io.spillway.scheduling;

import org.jspecify.annotations.NullMarked;
