/** Chats as Ollama's own API has them, and the pull of a model that is missing. */
@NullMarked
package io.spillway.cloud.provider.ollama;

import org.jspecify.annotations.NullMarked;
