/** Which models can be had now: for clients that ask, for pages that listen, and for the metrics. */
@NullMarked
package io.spillway.gateway.availability;

import org.jspecify.annotations.NullMarked;
