@NullMarked
package io.spillway.planted.local;

import org.jspecify.annotations.NullMarked;
