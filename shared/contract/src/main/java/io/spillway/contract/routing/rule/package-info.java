/** What a route looks at in a job, and which of its lists that chooses. */
@NullMarked
package io.spillway.contract.routing.rule;

import org.jspecify.annotations.NullMarked;
