/** The Kafka side: the topics, the writer whose word makes a job real, and the readers that replay for a view. */
@NullMarked
package io.spillway.log;

import org.jspecify.annotations.NullMarked;
