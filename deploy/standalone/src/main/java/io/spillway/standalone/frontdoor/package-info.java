/** Here the running cluster is spoken to as any client would: jobs go in and answers come out over HTTP. */
@NullMarked
package io.spillway.standalone.frontdoor;

import org.jspecify.annotations.NullMarked;
