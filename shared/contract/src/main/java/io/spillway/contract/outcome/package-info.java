/** How an attempt or a job ended: sealed alternatives, never an inspected exception. */
@NullMarked
package io.spillway.contract.outcome;

import org.jspecify.annotations.NullMarked;
