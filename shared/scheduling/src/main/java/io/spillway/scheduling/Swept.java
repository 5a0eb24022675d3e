package io.spillway.scheduling;

import io.spillway.contract.wire.LogEntry;
import java.util.List;

/**
 * What a sweep has found; the caller writes all of it to the log, attempts first.
 *
 * @param lost attempts whose worker is gone: Redis knows of them already, and forgets them unless the log does
 * @param endings jobs that are to end
 */
public record Swept(List<LogEntry.AttemptEnded> lost, List<Ending> endings) {}
