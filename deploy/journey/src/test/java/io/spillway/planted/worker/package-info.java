@NullMarked
package io.spillway.planted.worker;

import org.jspecify.annotations.NullMarked;
