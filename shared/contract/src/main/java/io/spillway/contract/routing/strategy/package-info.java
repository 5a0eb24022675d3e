/** Which target of a route leads: pure functions from what is known to an order. */
@NullMarked
package io.spillway.contract.routing.strategy;

import org.jspecify.annotations.NullMarked;
