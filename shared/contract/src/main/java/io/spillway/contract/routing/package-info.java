/** Where a job may go: targets, and the plan that is left of its route. */
@NullMarked
package io.spillway.contract.routing;

import org.jspecify.annotations.NullMarked;
