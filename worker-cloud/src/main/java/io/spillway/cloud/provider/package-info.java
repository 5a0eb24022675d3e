/** One HTTP call of a provider, whatever it speaks: sending, reading against the clock, stopping, naming what broke. */
@NullMarked
package io.spillway.cloud.provider;

import org.jspecify.annotations.NullMarked;
