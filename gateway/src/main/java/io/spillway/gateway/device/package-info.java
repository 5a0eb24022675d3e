/** Devices say where they are, again and again, and jobs that wait for them are woken. */
@NullMarked
package io.spillway.gateway.device;

import org.jspecify.annotations.NullMarked;
