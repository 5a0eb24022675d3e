package io.spillway.scheduling;

import io.spillway.contract.outcome.ExhaustionKind;
import java.time.Instant;

/**
 * A key that is out of service.
 *
 * @param scope a target, or a provider if it is out for all its targets
 * @param key which of the API keys, from 0
 * @param until when it may be called again, on Redis' clock
 */
public record Benched(String scope, int key, ExhaustionKind kind, Instant until, String why) {}
