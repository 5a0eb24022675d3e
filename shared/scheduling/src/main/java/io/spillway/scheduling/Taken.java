package io.spillway.scheduling;

import java.time.Duration;
import java.util.List;

/**
 * The answer to a take.
 *
 * @param askAgain how long from now something could become takeable without anybody being told
 */
public record Taken(List<Grant> grants, Duration askAgain) {}
