package io.spillway.scheduling;

/** The answer to a look at a job. */
public sealed interface Look {
    record Found(JobView view) implements Look {}

    /** There is no such job, or it is another tenant's, or its result has been kept long enough. */
    record Unknown() implements Look {}

    /** Not known here, but Redis lost something and is being filled again: ask later. */
    record Resting() implements Look {}
}
