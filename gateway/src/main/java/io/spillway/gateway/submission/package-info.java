/** A request's bytes become a submission, or a list of what is wrong with them. */
@NullMarked
package io.spillway.gateway.submission;

import org.jspecify.annotations.NullMarked;
