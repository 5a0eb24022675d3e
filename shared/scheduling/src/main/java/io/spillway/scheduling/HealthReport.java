package io.spillway.scheduling;

import java.time.Instant;

/**
 * What a provider said when it was asked whether it is well.
 *
 * @param detail what is wrong, in one line for people; empty where nothing is
 */
public record HealthReport(boolean well, Instant at, String detail) {}
