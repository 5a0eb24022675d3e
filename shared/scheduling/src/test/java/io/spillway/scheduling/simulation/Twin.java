package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.scheduling.Admitted;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Held;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Renewed;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Spill;
import io.spillway.scheduling.Swept;
import io.spillway.scheduling.Taken;
import io.spillway.scheduling.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import static io.spillway.scheduling.simulation.Journal.require;

/** Does everything twice, with the real scripts and in the model, and requires the same answer. */
final class Twin {
    static final Duration LEASE = Duration.ofSeconds(15);
    private static final long MOST_WAITING = 1_000_000;

    private final InstantSource clock;
    private final Optional<ReferenceModel> model;
    private final Journal journal;
    private final Logs logs;
    private long touched;

    Twin(InstantSource clock, Optional<ReferenceModel> model, Journal journal, Logs logs) {
        this.logs = logs;
        this.clock = clock;
        this.model = model;
        this.journal = journal;
    }

    private long now() {
        return clock.millis();
    }

    private void touch() {
        touched++;
        journal.reach(clock.instant());
    }

    /** Counts what was done. */
    long touched() {
        return touched;
    }

    private static void same(Object wanted, Object seen, String what) {
        require(wanted.equals(seen), what + "\n      model " + wanted + "\n      redis " + seen);
    }

    Admitted admit(Scheduler gateway, Job job) {
        touch();
        Admitted answer = gateway.admission().admit(job, MOST_WAITING);
        model.ifPresent(m -> same(m.admit(job, now()), word(answer), "admission"));
        return answer;
    }

    private static ModelDoor.Answer word(Admitted answer) {
        String word = answer.getClass().getSimpleName();
        return switch (answer) {
            case Admitted.Existing existing ->
                new ModelDoor.Answer(word, existing.job().value());
            case Admitted.Pending pending ->
                new ModelDoor.Answer(word, pending.job().value());
            case Admitted.Forgotten forgotten ->
                new ModelDoor.Answer(word, forgotten.job().value());
            case Admitted.Conflict conflict ->
                new ModelDoor.Answer(word, conflict.job().value());
            case Admitted.Accepted _, Admitted.Full _, Admitted.OverQuota _, Admitted.Resting _ ->
                new ModelDoor.Answer(word, "");
        };
    }

    void reveal(Scheduler gateway, Job job) {
        touch();
        gateway.admission().reveal(job);
        model.ifPresent(m -> m.reveal(job));
    }

    long applyJobs(LogView view, Logs.Lane<Job> lane, long from, List<LogView.Entry> batch) {
        touch();
        long next = view.apply(partition(lane), from, batch);
        model.ifPresent(m -> batch.forEach(
                entry -> m.schedule(lane.partition, entry.offset(), lane.values.get((int) entry.offset()), now())));
        return next;
    }

    long applyOutcomes(LogView view, Logs.Lane<LogEntry> lane, long from, List<LogView.Entry> batch) {
        touch();
        long next = view.apply(partition(lane), from, batch);
        model.ifPresent(m -> batch.forEach(
                entry -> m.settle(lane.partition, entry.offset(), lane.values.get((int) entry.offset()), now())));
        return next;
    }

    /** @param end the log's end as the caller knows it, which may be an old one */
    long resume(LogView view, Logs.Lane<?> lane, long end) {
        touch();
        long next = view.resume(new LogView.Partition(lane.partition, "topic-id", end));
        model.ifPresent(m -> m.offsets.computeIfPresent(lane.name(), (_, applied) -> Math.min(applied, end)));
        return next;
    }

    private static LogView.Partition partition(Logs.Lane<?> lane) {
        return new LogView.Partition(lane.partition, "topic-id", lane.end());
    }

    List<Grant> take(Scheduler door, String worker, int most, List<Offer> offers) {
        touch();
        Taken taken = door.waitingRoom().take(worker, most, offers, LEASE);
        List<ModelTake.Given> given = taken.grants().stream()
                .map(g -> new ModelTake.Given(g.job().id().value(), g.target().value(), g.key(), g.attempt()))
                .toList();
        model.ifPresent(m -> {
            same(m.take(worker, most, offers, now(), LEASE.toMillis()), given, "order of a take");
            taken.grants().forEach(m::fenced);
        });
        for (Grant grant : taken.grants()) {
            Offer offer = Journal.offer(offers, grant).orElseThrow();
            journal.granted(grant, offer, clock.instant());
        }
        return taken.grants();
    }

    /** The answer in a fixed order, so that a seed does the same each time. */
    ReferenceModel.Renewal renew(Scheduler door, String worker, Collection<Grant> grants) {
        touch();
        WorkerReport report = new WorkerReport(
                worker,
                worker,
                Pool.CLOUD,
                "",
                "",
                1,
                Instant.EPOCH,
                false,
                List.of(),
                1,
                0,
                List.of(),
                Optional.empty());
        Renewed renewed = door.leases().renew(report, grants, LEASE);
        ReferenceModel.Renewal answer = new ReferenceModel.Renewal(leases(renewed.lost()), leases(renewed.cancelled()));
        if (journal.losses() == 0 || door.recovering()) {
            grants.stream()
                    .filter(grant -> renewed.lost().contains(grant.lease()))
                    .filter(grant -> logs.end(grant.job().id().value()).isEmpty())
                    .forEach(grant -> journal.checkLost(grant.lease()));
        }
        model.ifPresent(m -> same(m.renew(grants, now(), LEASE.toMillis()), answer, "renewal"));
        grants.stream()
                .filter(grant -> !renewed.lost().contains(grant.lease()))
                .forEach(grant -> journal.renewed(grant.lease(), clock.instant().plus(LEASE)));
        return answer;
    }

    private static Set<String> leases(Set<Held> leases) {
        return leases.stream().map(ReferenceModel.Renewal::word).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean spill(Scheduler door, Held held, Optional<Attempt> attempt, Spill spill) {
        touch();
        boolean kept = door.leases().spill(held, attempt, spill);
        spill.bench().ifPresent(bench -> journal.benched(bench, clock.instant()));
        journal.done(held);
        model.ifPresent(m -> same(m.spill(held, attempt, spill, now()), kept, "spill"));
        return kept;
    }

    boolean end(Scheduler door, Held held) {
        touch();
        boolean kept = door.leases().end(held);
        model.ifPresent(m -> same(m.ending(held), kept, "ending"));
        return kept;
    }

    Swept sweep(Scheduler door, String process, Function<Set<Integer>, Map<Integer, Long>> ends) {
        touch();
        Map<Integer, Long> told = new TreeMap<>();
        Swept swept = door.sweeping().sweep(wanted -> {
            told.putAll(ends.apply(wanted));
            return told;
        });
        model.ifPresent(m -> same(
                sorted(m.sweep(process, now(), told).stream()),
                sorted(swept.endings().stream()
                        .map(e -> new ModelSweep.End(e.job().value(), e.status().word(), e.reason()))),
                "sweep"));
        return swept;
    }

    private static List<ModelSweep.End> sorted(java.util.stream.Stream<ModelSweep.End> ends) {
        return ends.sorted(java.util.Comparator.comparing(ModelSweep.End::job)).toList();
    }
}
