/** A job is told to an OpenAI client while it happens, as server-sent events. */
@NullMarked
package io.spillway.gateway.openai.telling;

import org.jspecify.annotations.NullMarked;
