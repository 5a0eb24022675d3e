/** Chat completions: a request becomes a chat job, and its end a completion or the last of its chunks. */
@NullMarked
package io.spillway.gateway.openai.chat;

import org.jspecify.annotations.NullMarked;
