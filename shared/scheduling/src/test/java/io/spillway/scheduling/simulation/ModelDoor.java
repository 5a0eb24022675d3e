package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import java.util.HashMap;
import java.util.Map;

/** Who comes in, and under which id. */
final class ModelDoor {
    /** The answer's word, and the job it names. */
    record Answer(String word, String job) {}

    private record Submission(String fingerprint, String job, boolean acknowledged) {}

    private final Map<String, Submission> submissions = new HashMap<>();

    /** What makes a job's submission the same as another, for its tenant; empty if nothing does. */
    static String key(Job job) {
        return job.idempotency()
                .map(idempotency -> job.tenant() + ":" + idempotency.key())
                .orElse("");
    }

    private static String fingerprint(Job job) {
        return job.idempotency().orElseThrow().fingerprint();
    }

    Answer admit(Job job) {
        String key = key(job);
        Submission seen = submissions.get(key);
        if (seen != null) {
            boolean same = seen.fingerprint.equals(fingerprint(job));
            return new Answer(!same ? "Conflict" : seen.acknowledged ? "Existing" : "Pending", seen.job);
        }
        if (!key.isEmpty()) {
            submissions.put(key, new Submission(fingerprint(job), job.id().value(), false));
        }
        return new Answer("Accepted", "");
    }

    /** The log has a job that came with this key. */
    void acknowledge(String key) {
        submissions.computeIfPresent(key, (_, seen) -> new Submission(seen.fingerprint, seen.job, true));
    }

    /** A job's record was read: the log is right, whatever was remembered. */
    void read(Job job) {
        if (!key(job).isEmpty()) {
            submissions.put(key(job), new Submission(fingerprint(job), job.id().value(), true));
        }
    }
}
