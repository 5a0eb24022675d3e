/** What is too large or too binary for the log goes to a store, and a reference with its hash travels in its place. */
@NullMarked
package io.spillway.contract.artifact;

import org.jspecify.annotations.NullMarked;
