@NullMarked
package io.spillway.planted.gateway;

import org.jspecify.annotations.NullMarked;
