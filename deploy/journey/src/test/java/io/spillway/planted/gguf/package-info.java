@NullMarked
package io.spillway.planted.gguf;

import org.jspecify.annotations.NullMarked;
