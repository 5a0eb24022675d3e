/** What is known of a job now, and who is told when that changes. */
@NullMarked
package io.spillway.gateway.watching;

import org.jspecify.annotations.NullMarked;
