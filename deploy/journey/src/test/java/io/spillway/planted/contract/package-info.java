@NullMarked
package io.spillway.planted.contract;

import org.jspecify.annotations.NullMarked;
