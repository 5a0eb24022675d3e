/** Measures what an engine gives without a cluster around it: tokens of prompts and of answers in a second. */
@NullMarked
package io.spillway.bench.engine;

import org.jspecify.annotations.NullMarked;
