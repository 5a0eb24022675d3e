/**
 * Batches: a file of requests becomes a file of answers. Each line is a job by a name made of batch and line, so whoever
 * goes on with a batch finds what was begun; what is done is noted part by part in the state.
 */
@NullMarked
package io.spillway.gateway.openai.batches;

import org.jspecify.annotations.NullMarked;
