package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.wire.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.spillway.scheduling.simulation.Journal.require;

/** What must be true of quotas at any moment, and that what they count is what the log says when every job has ended. */
final class QuotaConsistency {
    private static final Pattern WINDOW = Pattern.compile("(\\w+) (\\d+):\\d+");
    private static final Set<String> WAITING = Set.of("hidden", "unseen", "accepted", "queued", "delayed");

    private final Logs logs;

    QuotaConsistency(Logs logs) {
        this.logs = logs;
    }

    /** Who stands where, and that nothing runs that waits for its quota and is not counted. */
    void check(Snapshot seen) {
        checkMembers(seen, "active:", Set.of("leased"));
        checkMembers(seen, "queued:", WAITING);
        seen.jobs().forEach((id, job) -> {
            String state = job.getOrDefault("st", "");
            if (job.containsKey("qk") && Set.of("queued", "delayed", "leased").contains(state)) {
                String kind = state.equals("leased") ? "active" : "queued";
                scopes(job)
                        .forEach(scope -> require(
                                seen.key(kind + ":" + scope).containsKey(id),
                                id + " is " + state + " and not in " + kind));
            }
            require(
                    !state.equals("leased") || !job.containsKey("qp") || job.containsKey("qs"),
                    id + " runs and is not counted: " + job);
        });
    }

    private static void checkMembers(Snapshot seen, String sets, Set<String> states) {
        for (String name : seen.names(sets)) {
            seen.key(name)
                    .keySet()
                    .forEach(id -> require(
                            states.contains(seen.job(id).getOrDefault("st", "gone")),
                            id + " stands in " + name + " and is " + seen.job(id)));
        }
    }

    private static List<String> scopes(TreeMap<String, String> job) {
        String tenant = "t:" + job.get("ten");
        return job.get("qk").isEmpty() ? List.of(tenant) : List.of(tenant, "k:" + job.get("qk"));
    }

    /** I5: counted is what the log says was used, in the windows it says, and what hidden jobs reserve. */
    void atTheEnd(Snapshot seen) {
        TreeMap<String, TreeMap<String, Long>> wanted = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        logs.accepted()
                .filter(job ->
                        job.reservation().isPresent() && counted.add(job.id().value()))
                .forEach(job -> used(job)
                        .ifPresent(used -> scopes(job)
                                .forEach(scope -> ModelQuotas.add(
                                        wanted, scope, used.at, Map.of("REQUESTS", 1L, "TOKENS", used.tokens)))));
        seen.jobs().values().stream()
                .filter(job -> "hidden".equals(job.get("st")) && job.containsKey("qs"))
                .forEach(job -> scopes(job).forEach(scope -> reserved(wanted, scope, job)));
        TreeMap<String, TreeMap<String, Long>> found = new TreeMap<>();
        for (String name : seen.names("quota:")) {
            seen.key(name)
                    .forEach((measure, amount) -> found.computeIfAbsent(
                                    name.substring("quota:".length()), _ -> new TreeMap<>())
                            .put(measure, Long.parseLong(amount)));
        }
        require(
                present(wanted).equals(present(found)),
                "the log says " + present(wanted) + "\n      counted " + present(found));
    }

    private record Used(Instant at, long tokens) {}

    private Optional<Used> used(Job job) {
        List<Attempt> attempts = attempts(job);
        boolean waits = job.reservation().map(Reservation::waits).orElse(false);
        if (waits && attempts.isEmpty()) {
            return Optional.empty();
        }
        long tokens = 0;
        int last = 0;
        for (Attempt attempt : attempts) {
            if (attempt.usage().isPresent() && attempt.number() > last) {
                last = attempt.number();
                tokens += attempt.usage().get().inputTokens()
                        + attempt.usage().get().outputTokens();
            }
        }
        Instant at = waits ? Instant.ofEpochMilli(attempts.getFirst().fence() / 1_000) : job.acceptedAt();
        return Optional.of(new Used(at, tokens));
    }

    /** Those in the log up to the job's first end. */
    private List<Attempt> attempts(Job job) {
        List<Attempt> attempts = new ArrayList<>();
        for (Logs.Lane<LogEntry> lane : logs.outcomes) {
            for (LogEntry entry : lane.values) {
                if (!entry.job().equals(job.id())) {
                    continue;
                }
                if (entry instanceof LogEntry.AttemptEnded ended) {
                    attempts.add(ended.attempt());
                }
                if (entry instanceof LogEntry.JobEnded ended) {
                    ended.attempt().ifPresent(attempts::add);
                    return attempts;
                }
            }
        }
        return attempts;
    }

    private static List<String> scopes(Job job) {
        Stream<String> key =
                job.reservation().flatMap(Reservation::key).stream().map(id -> "k:" + id);
        return Stream.concat(Stream.of("t:" + job.tenant()), key).toList();
    }

    private static void reserved(
            TreeMap<String, TreeMap<String, Long>> wanted, String scope, TreeMap<String, String> job) {
        Matcher window = WINDOW.matcher(job.getOrDefault("qw", ""));
        while (window.find()) {
            TreeMap<String, Long> counter =
                    wanted.computeIfAbsent(scope + ":" + window.group(1) + ":" + window.group(2), _ -> new TreeMap<>());
            counter.merge("REQUESTS", 1L, Long::sum);
            counter.merge("TOKENS", Long.parseLong(job.get("qt")), Long::sum);
            counter.merge("COST", Long.parseLong(job.get("qc")), Long::sum);
        }
    }

    private static TreeMap<String, TreeMap<String, Long>> present(TreeMap<String, TreeMap<String, Long>> counters) {
        TreeMap<String, TreeMap<String, Long>> present = new TreeMap<>();
        counters.forEach((name, counter) -> counter.forEach((measure, amount) -> {
            if (amount != 0) {
                present.computeIfAbsent(name, _ -> new TreeMap<>()).put(measure, amount);
            }
        }));
        return present;
    }
}
