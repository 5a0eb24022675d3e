/** Conversations that are longer than a model can read lose their oldest turns, where the configuration wants it so. */
@NullMarked
package io.spillway.cloud.trim;

import org.jspecify.annotations.NullMarked;
