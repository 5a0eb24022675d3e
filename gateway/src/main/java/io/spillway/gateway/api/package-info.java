/** Jobs as clients see them: submit, look, wait, cancel. */
@NullMarked
package io.spillway.gateway.api;

import org.jspecify.annotations.NullMarked;
