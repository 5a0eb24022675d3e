/** Who shares the cluster, and how much of it each gets. */
@NullMarked
package io.spillway.gateway.tenants;

import org.jspecify.annotations.NullMarked;
