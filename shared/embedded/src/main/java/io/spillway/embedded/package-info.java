/**
 * Here a broker and a Redis come up on loopback, without an installation: for one machine and for tests.
 *
 * <p>Nothing in this room knows about jobs; topics and scripts belong to the applications.
 */
@NullMarked
package io.spillway.embedded;

import org.jspecify.annotations.NullMarked;
