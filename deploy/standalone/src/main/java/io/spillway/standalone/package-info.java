/** Here a whole cluster is run on one machine, from Java: {@link io.spillway.standalone.ClusterRun} is the way in. */
@NullMarked
package io.spillway.standalone;

import org.jspecify.annotations.NullMarked;
