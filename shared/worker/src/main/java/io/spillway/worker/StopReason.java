package io.spillway.worker;

/** Why a running call is told to stop. */
enum StopReason {
    /** Somebody cancelled the job. */
    CANCELLED,
    /** The job's {@code end_by} has come. */
    EXPIRED,
    /** The attempt has run for the job's {@code run_timeout}. */
    TIMED_OUT,
    /** The lease is somebody else's, or nobody's. */
    LOST,
    /** This worker is stopping. */
    DRAINING
}
