@NullMarked
package io.spillway.planted.embedded;

import org.jspecify.annotations.NullMarked;
