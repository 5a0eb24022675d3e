package io.spillway.contract.job;

/**
 * What makes a repeated submission the same submission.
 *
 * @param key the client's own, unique for its tenant
 * @param fingerprint a hash of the request's body
 */
public record Idempotency(String key, String fingerprint) {}
