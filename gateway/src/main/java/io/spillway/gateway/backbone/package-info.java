/** Connections to Kafka and Redis are opened here, in the background, and their health is said. */
@NullMarked
package io.spillway.gateway.backbone;

import org.jspecify.annotations.NullMarked;
