@NullMarked
package io.spillway.planted.cloud;

import org.jspecify.annotations.NullMarked;
