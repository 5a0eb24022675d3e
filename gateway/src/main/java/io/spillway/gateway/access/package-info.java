/** Who is calling, and what the key allows. */
@NullMarked
package io.spillway.gateway.access;

import org.jspecify.annotations.NullMarked;
