/** Responses: items become messages, and the job's answer becomes items again. */
@NullMarked
package io.spillway.gateway.openai.responses;

import org.jspecify.annotations.NullMarked;
