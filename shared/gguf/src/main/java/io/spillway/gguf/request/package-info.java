/** Reads what a client asks in OpenAI's fields and says which of it our engines cannot do. */
@NullMarked
package io.spillway.gguf.request;

import org.jspecify.annotations.NullMarked;
