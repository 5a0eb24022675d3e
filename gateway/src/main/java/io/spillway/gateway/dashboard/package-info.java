/** People look at the cluster: a page, the session behind it, and the stream of events that the page lives on. */
@NullMarked
package io.spillway.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
