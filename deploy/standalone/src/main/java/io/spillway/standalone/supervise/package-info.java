/** Here processes are started in order, kept running, watched, and ended without leaving one behind. */
@NullMarked
package io.spillway.standalone.supervise;

import org.jspecify.annotations.NullMarked;
