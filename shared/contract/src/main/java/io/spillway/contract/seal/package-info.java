/** Payloads are encrypted here before they leave the process, and made readable again. */
@NullMarked
package io.spillway.contract.seal;

import org.jspecify.annotations.NullMarked;
