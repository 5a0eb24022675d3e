package io.spillway.contract.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * How one attempt ended. Whoever calls a model answers with one of these and never throws; one exhaustive switch turns
 * it into the job's next step. A {@code detail} is one line for people, without prompts, answers, keys or secrets.
 */
public sealed interface Outcome {
    /**
     * The model answered.
     *
     * @param allowance what the provider said remains of its limits, if it did; it never stands in the log
     * @param detail what is to be known of the way to it, e.g. that old turns were left out; often empty
     */
    record Completed(Output output, Usage usage, Optional<Allowance> allowance, String detail) implements Outcome {
        /** An answer of which there is nothing else to say. */
        public Completed(Output output, Usage usage) {
            this(output, usage, Optional.empty(), "");
        }

        /** The same answer with what was said beside it. */
        public Completed with(Optional<Allowance> said) {
            return new Completed(output, usage, said, detail);
        }

        /** The same answer in another form. */
        public Completed with(Output other) {
            return new Completed(other, usage, allowance, detail);
        }

        /** The same answer with a word on the way to it. */
        public Completed noting(String said) {
            return new Completed(output, usage, allowance, said);
        }
    }

    /**
     * The target must not be called for a while; the job waits or spills over, at no cost.
     *
     * @param retryAfter how long the target said it will be, if it did
     */
    record Exhausted(ExhaustionKind kind, Optional<Duration> retryAfter, String detail) implements Outcome {}

    /**
     * The call failed in a way that may pass: a later call of the same target may succeed.
     *
     * @param down whether nothing of an answer came, so that the target may be down altogether: a 5xx, a connection that
     *     broke before an answer began. A timeout is none: the target may have worked all the while, and be paid for it
     */
    record Transient(String detail, boolean down) implements Outcome {
        /** A failure of a target that is there. */
        public Transient(String detail) {
            this(detail, false);
        }
    }

    /** The request itself is wrong: no target will take it. */
    record Rejected(String detail) implements Outcome {}

    /** This target will not take the request, another may: content policy, context too long, not supported. */
    record Refused(String detail) implements Outcome {}

    /** The model answered with nothing or with blanks. */
    record Empty(Usage usage) implements Outcome {}

    /** The engine died while it ran the job. */
    record Crashed(String detail) implements Outcome {}

    /** The call was stopped because the job was cancelled. */
    record Cancelled() implements Outcome {}

    /** The call was stopped for no fault of the job: the worker drains, or lost its lease. */
    record Interrupted(String detail) implements Outcome {}

    /** The word for this outcome in attempts, metrics and logs. */
    default String word() {
        return switch (this) {
            case Completed _ -> "completed";
            case Exhausted _ -> "exhausted";
            case Transient _ -> "transient";
            case Rejected _ -> "rejected";
            case Refused _ -> "refused";
            case Empty _ -> "empty";
            case Crashed _ -> "crashed";
            case Cancelled _ -> "cancelled";
            case Interrupted _ -> "interrupted";
        };
    }

    /** One line for people on why, empty where the word says it all. */
    default String detail() {
        return "";
    }
}
