/** Images and recordings are handed to whoever may see their job, and thrown away when its time is over. */
@NullMarked
package io.spillway.gateway.artifacts;

import org.jspecify.annotations.NullMarked;
