@NullMarked
package io.spillway.planted.standalone;

import org.jspecify.annotations.NullMarked;
