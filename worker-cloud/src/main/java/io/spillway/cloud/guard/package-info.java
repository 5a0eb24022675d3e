/** When a provider that has said no may be asked again, read from what it said. */
@NullMarked
package io.spillway.cloud.guard;

import org.jspecify.annotations.NullMarked;
