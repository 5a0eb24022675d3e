package io.spillway.contract.job;

/**
 * What makes a repeated submission the same submission. Clients send their keys in a header, whose value cannot begin
 * with a blank; keys of other origins do, so that no two origins can mean each other's jobs.
 *
 * @param key unique for its tenant
 * @param fingerprint a hash of the request's body
 */
public record Idempotency(String key, String fingerprint) {
    private static final String REPLAY = " replay ";

    /** A dead letter becomes one job, however often it is submitted again. */
    public static Idempotency ofLetter(String letter) {
        return new Idempotency(REPLAY + letter, letter);
    }
}
