/** A chat is said in a provider's own words and its answer read back in OpenAI's; what cannot be said is refused. */
@NullMarked
package io.spillway.cloud.provider.translation;

import org.jspecify.annotations.NullMarked;
