/** The records of the Kafka topics and their JSON form. */
@NullMarked
package io.spillway.contract.wire;

import org.jspecify.annotations.NullMarked;
