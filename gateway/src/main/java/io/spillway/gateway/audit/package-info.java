/** Keeps in the log what operators did, when and with which key. */
@NullMarked
package io.spillway.gateway.audit;

import org.jspecify.annotations.NullMarked;
