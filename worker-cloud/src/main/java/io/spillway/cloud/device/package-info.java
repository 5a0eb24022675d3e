/** Devices that come and go are called at the address they registered, and benched while nobody is there. */
@NullMarked
package io.spillway.cloud.device;

import org.jspecify.annotations.NullMarked;
