@NullMarked
package io.spillway.planted.bench;

import org.jspecify.annotations.NullMarked;
