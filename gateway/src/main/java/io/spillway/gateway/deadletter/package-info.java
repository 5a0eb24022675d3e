/** What was given up on is kept for people to look at, submit again or throw away. */
@NullMarked
package io.spillway.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
