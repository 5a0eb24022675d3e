@NullMarked
package io.spillway.planted.log;

import org.jspecify.annotations.NullMarked;
