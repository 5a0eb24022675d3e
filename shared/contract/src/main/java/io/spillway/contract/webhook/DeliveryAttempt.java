package io.spillway.contract.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * One message to an endpoint, after it was answered or given up on.
 *
 * @param at when it was sent
 * @param tookMs how long the answer took
 * @param status what the endpoint answered with, if it did
 * @param error why the message does not count as delivered; empty if it does
 */
public record DeliveryAttempt(Instant at, long tookMs, Optional<Integer> status, String error) {}
