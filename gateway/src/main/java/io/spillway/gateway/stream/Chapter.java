package io.spillway.gateway.stream;

import java.util.List;

/**
 * A job's next events.
 *
 * @param over whether nothing comes after these
 */
record Chapter(List<JobEvent> events, boolean over) {}
