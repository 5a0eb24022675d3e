package io.spillway.gateway.usage;

import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One call of the log.
 *
 * @param call what the call is told by: its job and fence, since the log may hold it twice
 * @param lost whether its worker was given up on, which may report after all
 * @param day the day, in UTC, on which it ended
 */
record Spent(String call, boolean lost, LocalDate day, String tenant, Line line, Figures figures) {
    /** With which key of the tenant a model was called; the key is empty where it is not known. */
    record Line(String key, String model) {
        private static final char BETWEEN = ' ';

        String text() {
            return key + BETWEEN + model;
        }

        static Line of(String text) {
            int at = text.indexOf(BETWEEN);
            return new Line(text.substring(0, at), text.substring(at + 1));
        }
    }

    /** The call that ended with a record of {@code spillway.outcomes}, if one did. */
    static Optional<Spent> of(byte[] record) {
        try {
            LogEntry entry = Wire.entry(record);
            return switch (entry) {
                case LogEntry.AttemptEnded ended -> Optional.of(of(entry, ended.attempt()));
                case LogEntry.JobEnded ended -> ended.attempt().map(attempt -> of(entry, attempt));
                case LogEntry.CancelRequested _, LogEntry.Reprioritised _, LogEntry.Deleted _, LogEntry.Told _ ->
                    Optional.empty();
            };
        } catch (Wire.UnreadableRecord e) {
            // The outcomes' view sends it to the dead letters.
            return Optional.empty();
        }
    }

    /** The same, of a call that has been counted without knowing what it used. */
    Spent found() {
        return new Spent(call, false, day, tenant, line, figures.ofNoCall());
    }

    private static Spent of(LogEntry entry, Attempt attempt) {
        return new Spent(
                entry.job() + ":" + attempt.fence(),
                attempt.outcome().equals("lost"),
                attempt.endedAt().atOffset(ZoneOffset.UTC).toLocalDate(),
                entry.tenant().value(),
                new Line(attempt.key().orElse(""), attempt.target().value()),
                Figures.of(attempt));
    }
}
