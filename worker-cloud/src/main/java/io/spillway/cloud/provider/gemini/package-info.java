/** Chats as Gemini's generateContent has them. */
@NullMarked
package io.spillway.cloud.provider.gemini;

import org.jspecify.annotations.NullMarked;
