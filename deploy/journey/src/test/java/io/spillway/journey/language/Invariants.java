package io.spillway.journey.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.wire.LogEntry;
import io.spillway.journey.language.Load.Sent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold whatever has broken: every accepted job reaches one end, nothing ends that nobody asked for, the
 * provider is not called more often than the faults explain, and every reader sees the same end for ever.
 */
public final class Invariants {
    private static final int EVENTS_READ = 200;

    private final Cluster cluster;
    private final List<Sent> journal;

    private Invariants(Cluster cluster, List<Sent> journal) {
        this.cluster = cluster;
        this.journal = journal;
    }

    /**
     * What a fault cost.
     *
     * @param jobs accepted jobs
     * @param completed those of them that completed
     * @param attempts attempts that all of them show
     * @param calls calls the provider got for them
     * @param repeated calls beyond the first of a job
     * @param ends terminal records beyond the first of a job, all of them without effect
     */
    public record Figures(int jobs, int completed, int attempts, int calls, int repeated, int ends) {}

    /** The invariants over the jobs of this journal. */
    public static Invariants of(Cluster cluster, List<Sent> journal) {
        return new Invariants(cluster, journal);
    }

    /** Over a few jobs that were let in. */
    public static Invariants of(Cluster cluster, Map<String, Ask> accepted) {
        return new Invariants(
                cluster,
                accepted.entrySet().stream()
                        .<Sent>map(each -> new Sent.Accepted(each.getValue(), each.getKey(), 1))
                        .toList());
    }

    /** Waits until every accepted job has ended, then checks all of it. */
    public Figures hold(int mostCallsPerJob) {
        Load readers = Load.of(cluster.front(), 25);
        Map<String, JsonNode> ends =
                readers.ended(Load.accepted(journal)).stream().collect(Collectors.toMap(Seen::id, Seen::body));
        LogBook log = cluster.log();
        noLoss(ends, log);
        noGhost(log);
        oneResult(readers, ends);
        Map<String, Integer> calls = cost(mostCallsPerJob);
        Figures figures = new Figures(
                ends.size(),
                (int) ends.values().stream()
                        .filter(end -> end.path("status").asText().equals("completed"))
                        .count(),
                ends.values().stream()
                        .mapToInt(end -> end.path("attempts").size())
                        .sum(),
                calls.values().stream().mapToInt(Integer::intValue).sum(),
                calls.values().stream()
                        .mapToInt(count -> Math.max(0, count - 1))
                        .sum(),
                ends.keySet().stream()
                        .mapToInt(id -> log.ends().get(id).size() - 1)
                        .sum());
        System.out.println("journey: " + figures);
        return figures;
    }

    /** I1: every accepted job has an end in the log, and the first one there is what the API shows. */
    private static void noLoss(Map<String, JsonNode> ends, LogBook log) {
        ends.forEach((id, end) -> {
            List<LogEntry.JobEnded> logged = log.ends().getOrDefault(id, List.of());
            assertThat(logged).as("terminal records of %s", id).isNotEmpty();
            assertThat(end.path("status").asText())
                    .as("%s as the API shows it", id)
                    .isEqualTo(logged.getFirst().status().word());
        });
    }

    /**
     * I2: what the log has of ours was accepted, or its sender was left in the dark; and it has each job once, or once
     * for each time that its sender came again after a 503, under the same id.
     */
    private void noGhost(LogBook log) {
        Set<String> ours = prompts(Sent.class);
        Set<String> unknown = prompts(Sent.Unknown.class);
        Map<String, Integer> asked = new HashMap<>();
        journal.stream()
                .filter(Sent.Accepted.class::isInstance)
                .map(Sent.Accepted.class::cast)
                .forEach(told -> asked.merge(told.id(), told.asked(), Integer::sum));
        Map<String, List<String>> logged = log.jobs().stream()
                .collect(Collectors.groupingBy(
                        job -> job.id().value(), Collectors.mapping(LogBook::prompt, Collectors.toList())));
        logged.forEach((id, prompts) -> {
            assertThat(Set.copyOf(prompts)).as("%s is one job", id).hasSize(1);
            String prompt = prompts.getFirst();
            if (ours.contains(prompt)) {
                assertThat(asked.containsKey(id) || unknown.contains(prompt))
                        .as("%s was accepted or may have been", id)
                        .isTrue();
                assertThat(prompts.size()).as("records of %s", id).isLessThanOrEqualTo(asked.getOrDefault(id, 1));
            }
        });
        assertThat(logged.keySet())
                .as("jobs that were ever written")
                .containsAll(log.ends().keySet());
    }

    private Set<String> prompts(Class<? extends Sent> kind) {
        return journal.stream()
                .filter(kind::isInstance)
                .map(sent -> sent.ask().prompt())
                .collect(Collectors.toSet());
    }

    /** I3: the bill. */
    private Map<String, Integer> cost(int mostCallsPerJob) {
        Set<String> ours = prompts(Sent.class);
        Map<String, Integer> calls = new HashMap<>();
        cluster.models().provider().journal().calls().stream()
                .map(visit -> visit.request().prompt())
                .filter(ours::contains)
                .forEach(prompt -> calls.merge(prompt, 1, Integer::sum));
        assertThat(calls.values()).as("calls per job").allMatch(count -> count <= mostCallsPerJob);
        return calls;
    }

    /** I4: whoever looks again, or (of the first few hundred) reads the events, sees the same end. */
    private void oneResult(Load readers, Map<String, JsonNode> ends) {
        readers.each(List.copyOf(ends.keySet()), id -> {
            JsonNode end = ends.get(id);
            assertThat(cluster.front().look(id).body())
                    .as("%s, looked at again", id)
                    .isEqualTo(end);
            return id;
        });
        readers.each(ends.keySet().stream().limit(EVENTS_READ).toList(), id -> {
            JsonNode end = ends.get(id);
            Event last = cluster.front().events(id).getLast();
            assertThat(last.name())
                    .as("last event of %s", id)
                    .isEqualTo(end.path("status").asText());
            assertThat(Seen.of(last.data()).body()).isEqualTo(end);
            return id;
        });
    }
}
