/** Here it is decided what runs: which processes, on which ports, with which command, environment and key. */
@NullMarked
package io.spillway.standalone.layout;

import org.jspecify.annotations.NullMarked;
