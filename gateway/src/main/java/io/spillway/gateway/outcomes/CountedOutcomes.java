package io.spillway.gateway.outcomes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.forecast.Paces;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts the ends and attempts that pass by on their way into a view, and notes what targets did; what is read again is
 * counted again.
 */
final class CountedOutcomes implements LogView {
    private final LogView view;
    private final Notes notes;
    private final Map<JobStatus, Counter> ended;
    private final Counter degraded;
    private final CountedAttempts attempts;

    CountedOutcomes(LogView view, Notes notes, CountedAttempts attempts, MeterRegistry meters) {
        this.view = view;
        this.notes = notes;
        this.attempts = attempts;
        this.degraded = Counter.builder("spillway.last.resort")
                .description("Jobs that ended with an answer of last resort, read from the log by this gateway")
                .register(meters);
        this.ended = Arrays.stream(JobStatus.values())
                .filter(JobStatus::ended)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), status -> counter(status, meters)));
    }

    /** What is kept in mind of the outcomes that pass by. */
    record Notes(TrackRecords records, Paces paces) {}

    @Override
    public long resume(Partition partition) {
        return view.resume(partition);
    }

    @Override
    public long apply(Partition partition, long readFrom, List<Entry> entries) {
        long next = view.apply(partition, readFrom, entries);
        entries.stream().filter(entry -> entry.offset() < next).forEach(this::count);
        return next;
    }

    @Override
    public boolean recovering() {
        return view.recovering();
    }

    private void count(Entry entry) {
        try {
            LogEntry read = Wire.entry(entry.value());
            attempts.count(read);
            switch (read) {
                case LogEntry.AttemptEnded attempt -> notes.records().note(attempt.attempt());
                case LogEntry.JobEnded end -> {
                    Objects.requireNonNull(ended.get(end.status())).increment();
                    end.attempt().ifPresent(this::noteLast);
                    end.output().filter(Output::degraded).ifPresent(_ -> degraded.increment());
                }
                case LogEntry.CancelRequested _, LogEntry.Reprioritised _, LogEntry.Deleted _, LogEntry.Told _ -> {}
            }
        } catch (Wire.UnreadableRecord e) {
            // The view has sent it to the dead letters.
        }
    }

    private void noteLast(Attempt attempt) {
        notes.records().note(attempt);
        // What is read again while a lost view is filled was served before.
        if (!view.recovering()) {
            notes.paces().served(attempt);
        }
    }

    private static Counter counter(JobStatus status, MeterRegistry meters) {
        return Counter.builder("spillway.jobs.ended")
                .description("Ends of jobs that this gateway has read from the log")
                .tag("status", status.word())
                .register(meters);
    }
}
