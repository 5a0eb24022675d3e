@NullMarked
package io.spillway.planted.gpu;

import org.jspecify.annotations.NullMarked;
