/** What operators look at. */
@NullMarked
package io.spillway.gateway.ops;

import org.jspecify.annotations.NullMarked;
