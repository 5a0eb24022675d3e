package io.spillway.contract.outcome;

/**
 * Why a job did not complete.
 *
 * @param code a word for programs, e.g. {@code rejected}, {@code all_targets_failed}, {@code expired}
 * @param message one line for people
 */
public record JobError(String code, String message) {}
