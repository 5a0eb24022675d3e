/** The GPUs of this machine. */
@NullMarked
package io.spillway.gpu.device;

import org.jspecify.annotations.NullMarked;
