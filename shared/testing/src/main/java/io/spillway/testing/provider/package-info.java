/** A scripted provider: it speaks OpenAI's protocol over a real socket, plays scenarios and keeps a journal. */
@NullMarked
package io.spillway.testing.provider;

import org.jspecify.annotations.NullMarked;
