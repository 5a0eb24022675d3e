/** Gets a model's file onto this machine: found where it is, or downloaded once, resumed and checked. */
@NullMarked
package io.spillway.gguf.file;

import org.jspecify.annotations.NullMarked;
