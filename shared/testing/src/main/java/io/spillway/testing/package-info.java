/** The language of the tests: builders for the contract's values, and waiting for signals instead of time. */
@NullMarked
package io.spillway.testing;

import org.jspecify.annotations.NullMarked;
