/** A worker as an application: started and stopped by its container, with its health and metrics. Jakarta only. */
@NullMarked
package io.spillway.worker.application;

import org.jspecify.annotations.NullMarked;
