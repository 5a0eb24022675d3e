package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ends what is past its time or cancelled and runs nowhere, and takes back lapsed leases. Any process may sweep. */
public final class Sweeping {
    private static final int MOST = 200;
    /** How long whoever is given an ending has to get it into the log before somebody else is asked. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final Scripts scripts;

    Sweeping(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * One bounded sweep.
     *
     * @param logEnds reads the present ends of partitions of {@code spillway.outcomes}; asked only if a lease has
     *     lapsed, since a lapsed lease goes back only after the log has been applied past an end read after the lapse
     * @return what the caller must write to the log
     */
    public Swept sweep(Function<Set<Integer>, Map<Integer, Long>> logEnds) throws RedisUnavailable {
        Reply first = scripts.call("sweep", MOST, ENDING.toMillis(), 0);
        List<Ending> endings = new ArrayList<>(endings(first));
        List<LogEntry.AttemptEnded> lost = new ArrayList<>(lost(first));
        Set<Integer> wanted = first.texts(1).stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
        if (!wanted.isEmpty()) {
            List<Object> arguments =
                    new ArrayList<>(List.of(MOST, ENDING.toMillis(), first.now().toEpochMilli()));
            logEnds.apply(wanted).forEach((partition, end) -> arguments.addAll(List.of(partition, end)));
            Reply second = scripts.call("sweep", arguments.toArray());
            endings.addAll(endings(second));
            lost.addAll(lost(second));
        }
        return new Swept(List.copyOf(lost), List.copyOf(endings));
    }

    private static List<LogEntry.AttemptEnded> lost(Reply reply) {
        return reply.rows(3).stream()
                .map(row -> new LogEntry.AttemptEnded(
                        new JobId(row.get(0)),
                        new TenantId(row.get(1)),
                        Wire.value(row.get(2), Attempt.class),
                        Plan.parse(row.get(3))))
                .toList();
    }

    private static List<Ending> endings(Reply reply) {
        return reply.rows(0).stream().map(Sweeping::ending).toList();
    }

    private static Ending ending(List<String> row) {
        return new Ending(
                Wire.job(row.get(4).getBytes(StandardCharsets.UTF_8)),
                WaitingRoom.attempts(row.get(5)),
                JobStatus.of(row.get(2)).orElseThrow(),
                row.get(3));
    }
}
