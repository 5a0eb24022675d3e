/** Speech: a text becomes a recording, which is the answer's body. */
@NullMarked
package io.spillway.gateway.openai.speech;

import org.jspecify.annotations.NullMarked;
