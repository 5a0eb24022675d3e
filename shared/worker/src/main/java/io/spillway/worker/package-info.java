/** How any worker works: intake from the log, take from the waiting room, run, report; renew meanwhile, drain at last. */
@NullMarked
package io.spillway.worker;

import org.jspecify.annotations.NullMarked;
