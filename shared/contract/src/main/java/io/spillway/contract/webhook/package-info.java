/** What is said of telling a client's endpoint that a job has ended: where that stands, and how each attempt went. */
@NullMarked
package io.spillway.contract.webhook;

import org.jspecify.annotations.NullMarked;
