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

    private static final String RETRY = " retry ";

    private static final String ALIAS = " alias ";

    /** The name that a client has given a job of its tenant; the job is known by it for as long as it can be seen. */
    public static Idempotency ofAlias(String alias, String fingerprint) {
        return new Idempotency(aliasKey(alias), fingerprint);
    }

    /** The key of a client's name for a job. */
    public static String aliasKey(String alias) {
        return ALIAS + alias;
    }

    /** Whether it is a client's name for the job. */
    public boolean isAlias() {
        return key.startsWith(ALIAS);
    }

    /** A job that is submitted again with many others becomes one job, however often they are. */
    public static Idempotency ofRetry(JobId job) {
        return new Idempotency(RETRY + job, job.value());
    }

    /** A dead letter becomes one job, however often it is submitted again. */
    public static Idempotency ofLetter(String letter) {
        return new Idempotency(REPLAY + letter, letter);
    }
}
