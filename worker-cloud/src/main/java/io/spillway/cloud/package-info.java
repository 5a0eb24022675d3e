/** The worker that calls providers over HTTP: its life as a process. */
@NullMarked
package io.spillway.cloud;

import org.jspecify.annotations.NullMarked;
