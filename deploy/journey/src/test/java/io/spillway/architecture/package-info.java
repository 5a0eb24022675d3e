/** The rules that hold the rooms apart, each with a planted violation that it must find. */
@NullMarked
package io.spillway.architecture;

import org.jspecify.annotations.NullMarked;
