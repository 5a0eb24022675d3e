/** The worker that calls providers over HTTP: one package for each kind of provider, and what guards the calls. */
@NullMarked
package io.spillway.cloud;

import org.jspecify.annotations.NullMarked;
