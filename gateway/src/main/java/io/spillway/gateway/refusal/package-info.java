/** A request that is not let through is told why, as problem+json. */
@NullMarked
package io.spillway.gateway.refusal;

import org.jspecify.annotations.NullMarked;
