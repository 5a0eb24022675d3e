package io.spillway.scheduling;

import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.util.function.Consumer;

/** {@code spillway.outcomes} as settled. */
final class OutcomesView extends ScriptedView {
    OutcomesView(Scripts scripts, Consumer<Entry> unreadable) {
        super(scripts, "outcomes", unreadable);
    }

    @Override
    Scripts.Call applying(Partition partition, long readFrom, Entry record) {
        LogEntry entry = Wire.entry(record.value());
        Scripts.Call call =
                new Scripts.Call("settle", partition.number(), partition.topicId(), readFrom, record.offset());
        return switch (entry) {
            case LogEntry.AttemptEnded ended ->
                call.with("attempt", ended.job(), ended.tenant())
                        .with(
                                ended.attempt().number(),
                                Wire.text(ended.attempt()),
                                ended.left().key(),
                                ended.attempt().startedAt().toEpochMilli(),
                                tokens(ended.attempt()),
                                cost(ended.attempt()));
            case LogEntry.JobEnded ended ->
                call.with("ended", ended.job(), ended.tenant())
                        .with(
                                ended.status().word(),
                                ended.at().toEpochMilli(),
                                ended.attempt().map(Wire::text).orElse(""),
                                ended.output().map(Wire::text).orElse(""),
                                ended.error().map(Wire::text).orElse(""),
                                ended.resultTtl().toMillis(),
                                ended.attempt()
                                        .map(attempt -> attempt.startedAt().toEpochMilli())
                                        .map(Object::toString)
                                        .orElse(""),
                                ended.attempt().map(Attempt::number).orElse(0),
                                ended.attempt().map(OutcomesView::tokens).orElse(0L),
                                ended.attempt().map(OutcomesView::cost).orElse(0L));
            case LogEntry.CancelRequested cancel -> call.with("cancel", cancel.job(), cancel.tenant());
            case LogEntry.Reprioritised changed ->
                call.with("priority", changed.job(), changed.tenant(), changed.priority());
            case LogEntry.Deleted deleted -> call.with("delete", deleted.job(), deleted.tenant());
            case LogEntry.Told told ->
                call.with("told", told.job(), told.tenant())
                        .with(told.status().word(), told.state().word(), Deliveries.text(told.attempts()));
        };
    }

    private static long tokens(Attempt attempt) {
        return attempt.usage()
                .map(usage -> usage.inputTokens() + usage.outputTokens())
                .orElse(0L);
    }

    private static long cost(Attempt attempt) {
        return attempt.cost().map(Reservation::millionths).orElse(0L);
    }
}
