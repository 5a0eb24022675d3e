/** Embeddings: texts become vectors, in the form that was asked for. */
@NullMarked
package io.spillway.gateway.openai.embeddings;

import org.jspecify.annotations.NullMarked;
