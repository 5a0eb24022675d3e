/** Here a person types a command and reads what came of it. */
@NullMarked
package io.spillway.standalone.terminal;

import org.jspecify.annotations.NullMarked;
