/** One call of one model, as whoever calls it and whoever serves it agree on it. */
@NullMarked
package io.spillway.contract.call;

import org.jspecify.annotations.NullMarked;
