/** The front door of the cluster: accepts jobs, shows what became of them, runs no model. */
@NullMarked
package io.spillway.gateway;

import org.jspecify.annotations.NullMarked;
