/** What the log says became of jobs is applied, and what is overdue is ended. */
@NullMarked
package io.spillway.gateway.outcomes;

import org.jspecify.annotations.NullMarked;
