@NullMarked
package io.spillway.planted.scheduling;

import org.jspecify.annotations.NullMarked;
