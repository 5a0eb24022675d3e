package io.spillway.journey.language;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Reckons up afterwards what tenants used: by what clients were told, by the log, and by the provider's journal. */
public final class QuotaAudit {
    /** Clocks of one machine, told to the millisecond here and to the microsecond there. */
    private static final Duration GRAIN = Duration.ofMillis(2);

    private final List<Bounded> tenants;
    private final Map<String, Pressing.Told> accepted = new HashMap<>();
    private final Map<String, Job> jobs;
    private final LogBook log;
    private final Map<String, List<Visit>> visits;
    private final List<Taken> taken = new ArrayList<>();

    private QuotaAudit(List<Bounded> tenants, List<Pressing.Told> told, LogBook log, List<Visit> calls) {
        this.tenants = tenants;
        this.log = log;
        told.forEach(each -> {
            if (each.sent() instanceof Load.Sent.Accepted in) {
                accepted.put(in.id(), each);
            }
        });
        List<String> ours = tenants.stream().map(Bounded::id).toList();
        jobs = log.jobs().stream()
                .filter(job -> ours.contains(job.tenant().value()))
                .collect(Collectors.toMap(job -> job.id().value(), Function.identity(), (first, _) -> first));
        visits = calls.stream()
                .collect(Collectors.groupingBy(visit -> visit.request().prompt()));
        jobs.forEach((id, job) -> taken(id, job).ifPresent(taken::add));
    }

    /** Of what {@code told} has become, as of now. */
    public static QuotaAudit of(Cluster cluster, List<Bounded> tenants, List<Pressing.Told> told) {
        return new QuotaAudit(
                tenants,
                told,
                cluster.log(),
                cluster.models().provider().journal().calls());
    }

    /** The log has what was accepted and nothing else, and nobody was called for what was refused. */
    public void nothingWasTakenByWhatWasRefused(List<Pressing.Told> told) {
        assertThat(jobs.keySet()).as("the log's jobs").isEqualTo(accepted.keySet());
        told.forEach(each -> {
            switch (each.sent()) {
                case Load.Sent.Accepted _ -> {}
                case Load.Sent.Refused refused -> {
                    assertThat(refused.status()).isEqualTo(429);
                    assertThat(each.by().refuses()).as("may refuse").isTrue();
                    assertThat(visits).doesNotContainKey(refused.ask().prompt());
                }
                case Load.Sent.Unknown unknown -> throw new AssertionError(unknown.why());
            }
        });
    }

    public int accepted() {
        return accepted.size();
    }

    /** Accepted jobs that the log knows no end of. */
    public List<Pressing.Told> pending() {
        return accepted.entrySet().stream()
                .filter(each -> !log.ends().containsKey(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Ends of a kind, e.g. {@code completed}. */
    public long ended(String status) {
        return accepted.keySet().stream()
                .flatMap(id -> Stream.ofNullable(log.ends().get(id)))
                .filter(ends -> ends.getFirst().status().word().equals(status))
                .count();
    }

    /** Jobs that began in another minute than that of their acceptance, or have not begun. */
    public long waited() {
        return jobs.entrySet().stream()
                .filter(each -> begun(each.getKey())
                        .map(at -> !minute(at).equals(minute(each.getValue().acceptedAt())))
                        .orElse(true))
                .count();
    }

    /** Every window of every limit that something was counted in. */
    public List<QuotaWindow> windows() {
        return tenants.stream()
                .flatMap(Bounded::scopes)
                .flatMap(scope -> QuotaWindow.of(scope, taken))
                .toList();
    }

    /** Nobody had more calls at once than may be, by the provider's own clock; how many tenants and keys were looked at. */
    public long noneAreTooManyAtOnce() {
        return tenants.stream()
                .flatMap(Bounded::scopes)
                .filter(scope -> scope.limits().atOnce() < Long.MAX_VALUE)
                .peek(scope -> assertThat(atOnce(scope))
                        .as("at once of %s", scope)
                        .isLessThanOrEqualTo(scope.limits().atOnce()))
                .count();
    }

    private long atOnce(Bounded.Scope scope) {
        Map<Instant, Long> changes = new HashMap<>();
        jobs.forEach((id, job) -> {
            if (scope.counter().equals("t:" + job.tenant().value())) {
                visits.getOrDefault(LogBook.prompt(job), List.of()).forEach(visit -> {
                    changes.merge(visit.at(), 1L, Long::sum);
                    visit.endedAt().ifPresent(at -> changes.merge(at, -1L, Long::sum));
                });
            }
        });
        long[] now = {0};
        return changes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .mapToLong(change -> now[0] += change.getValue())
                .max()
                .orElse(0);
    }

    /** Where ledger and counters are not what the provider's journal comes to; something, while jobs are being called. */
    public List<String> differences(Cluster cluster) {
        List<String> found = new ArrayList<>(differing("ledger", billed(), Accounts.ledger(cluster)));
        taken.stream()
                .map(each -> Limits.start("_per_day", each.counted()))
                .distinct()
                .forEach(day ->
                        found.addAll(differing("counter", counted(day), Accounts.counters(cluster, tenants, day))));
        int calls = cluster.models().provider().journal().calls().size();
        if (calls != visits.values().stream().mapToInt(List::size).sum()) {
            found.add("calls go on");
        }
        return found;
    }

    private static List<String> differing(
            String what, Map<String, Taken.Amount> wanted, Map<String, Taken.Amount> seen) {
        return wanted.entrySet().stream()
                .filter(each -> !each.getValue().equals(seen.get(each.getKey())))
                .map(each -> "%s of %s: %s instead of %s".formatted(what, each.getKey(), seen.get(each.getKey()), each))
                .toList();
    }

    private Map<String, Taken.Amount> billed() {
        Map<String, Taken.Amount> sums = new HashMap<>();
        jobs.values()
                .forEach(job -> visits.getOrDefault(LogBook.prompt(job), List.of())
                        .forEach(visit -> sums.merge(
                                job.tenant().value() + " " + job.key().orElse(""), used(visit), Taken.Amount::plus)));
        return sums;
    }

    private Map<String, Taken.Amount> counted(Instant day) {
        Map<String, Taken.Amount> sums = new HashMap<>();
        tenants.stream()
                .flatMap(Bounded::scopes)
                .forEach(scope -> taken.stream()
                        .filter(each -> each.isOf(scope))
                        .filter(each -> Limits.start("_per_day", each.counted()).equals(day))
                        .forEach(each -> sums.merge(scope.counter(), each.real(), Taken.Amount::plus)));
        return sums;
    }

    /** What the scripted provider charges for a call, by its price of 1 for what goes in and 2 for what comes out. */
    private static Taken.Amount used(Visit visit) {
        String prompt = visit.request().prompt();
        long in = (prompt.length() + 3L) / 4;
        long out = Pressing.words(prompt);
        return new Taken.Amount(1, in + out, in + 2 * out);
    }

    private Optional<Taken> taken(String id, Job job) {
        Pressing.Told told = accepted.get(id);
        if (told == null) {
            return Optional.empty();
        }
        Taken.Amount estimate = Taken.Amount.estimated(job.reservation().orElseThrow());
        List<Visit> calls = visits.getOrDefault(LogBook.prompt(job), List.of());
        Taken.Amount billed = calls.stream().map(QuotaAudit::used).reduce(Taken.Amount.NONE, Taken.Amount::plus);
        Instant ended = over(id);
        Taken.Amount real = ended.equals(Instant.MAX) ? estimate : new Taken.Amount(1, billed.tokens(), billed.cost());
        if (!job.reservation().orElseThrow().waits()) {
            Instant at = job.acceptedAt();
            assertThat(at).as(id).isBetween(told.from().minus(GRAIN), told.to().plus(GRAIN));
            return Optional.of(new Taken(told.by(), at, told.from(), told.to(), ended, estimate, real));
        }
        Optional<Instant> begun = begun(id);
        begun.ifPresent(at -> assertThat(calls.getFirst().at()).as(id).isAfterOrEqualTo(at.minus(GRAIN)));
        return begun.map(at -> new Taken(told.by(), at, at, at, ended, estimate, real));
    }

    /** When its first call was let on, which is what its fence says in microseconds. */
    private Optional<Instant> begun(String id) {
        return log.attempts().getOrDefault(id, List.of()).stream()
                .map(Attempt::fence)
                .min(Comparator.naturalOrder())
                .map(fence -> Instant.EPOCH.plusNanos(fence * 1_000));
    }

    /** When its last call was over; never, if the log has no end of it. */
    private Instant over(String id) {
        return log.ends().containsKey(id)
                ? log.attempts().getOrDefault(id, List.of()).stream()
                        .map(Attempt::endedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH)
                : Instant.MAX;
    }

    private static Instant minute(Instant at) {
        return Limits.start("_per_minute", at);
    }
}
