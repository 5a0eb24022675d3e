/** Calls in OpenAI's own form become jobs, and what becomes of a job is answered in that form. */
@NullMarked
package io.spillway.gateway.openai;

import org.jspecify.annotations.NullMarked;
