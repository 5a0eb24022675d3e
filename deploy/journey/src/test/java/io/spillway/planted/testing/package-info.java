@NullMarked
package io.spillway.planted.testing;

import org.jspecify.annotations.NullMarked;
