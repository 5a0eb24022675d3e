/** What comes, goes and waits is counted here, and told ahead: when a job may start, and what each pool will have to do. */
@NullMarked
package io.spillway.gateway.forecast;

import org.jspecify.annotations.NullMarked;
