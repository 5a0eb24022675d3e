/** Endpoints are registered, checked and called: who is told of something, where, and signed by which secret. */
@NullMarked
package io.spillway.gateway.webhook;

import org.jspecify.annotations.NullMarked;
