package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looking without touching. */
public final class Views {
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Scripts scripts;

    Views(Scripts scripts) {
        this.scripts = scripts;
    }

    /** The job {@code id} as {@code tenant} may see it. */
    public Look look(JobId id, TenantId tenant) throws RedisUnavailable {
        return look(id, tenant.value());
    }

    /** The job {@code id}, whoever's it is. */
    public Look lookAsOperator(JobId id) throws RedisUnavailable {
        return look(id, "");
    }

    private Look look(JobId id, String tenant) {
        Reply reply = scripts.look("look", id, tenant);
        if (reply.text(0).equals("found")) {
            return new Look.Found(view(reply));
        }
        return reply.recovering() ? new Look.Resting() : new Look.Unknown();
    }

    /** The workers that reported within the last minute. */
    public List<WorkerReport> workers() throws RedisUnavailable {
        return scripts.look("workers", LATELY.toMillis()).rows(0).stream()
                .map(row -> Wire.value(row.get(1), WorkerReport.class)
                        .seenAt(Instant.ofEpochMilli(Long.parseLong(row.get(0)))))
                .sorted(Comparator.comparing(WorkerReport::name).thenComparing(WorkerReport::id))
                .toList();
    }

    private static JobView view(Reply reply) {
        Job written = Wire.job(reply.text(1).getBytes(StandardCharsets.UTF_8));
        Job job = reply.optional(13)
                .map(priority -> written.withPriority(Integer.parseInt(priority)))
                .orElse(written);
        String state = reply.text(2);
        JobStatus status = status(state, reply.text(3));
        List<Attempt> attempts = WaitingRoom.attempts(reply.text(6));
        return new JobView(
                job,
                status,
                startedAt(attempts).or(() -> reply.instant(4)),
                reply.instant(5),
                attempts,
                reply.optional(7).map(TargetName::new),
                reply.optional(8).map(text -> Wire.value(text, Output.class)),
                reply.optional(9).map(text -> Wire.value(text, JobError.class)),
                status == JobStatus.QUEUED ? Optional.of(queue(state, reply)) : Optional.empty());
    }

    /** The log knows when an attempt began, but not of a start whose attempt has not ended: Redis may forget that one. */
    private static Optional<Instant> startedAt(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::startedAt).findFirst();
    }

    private static JobStatus status(String state, String ended) {
        return switch (state) {
            case "leased" -> JobStatus.IN_PROGRESS;
            case "ending" -> JobStatus.IN_PROGRESS;
            case "ended" -> JobStatus.of(ended).orElseThrow();
            default -> JobStatus.QUEUED;
        };
    }

    private static JobView.Queue queue(String state, Reply reply) {
        List<JobView.Stop> stops = reply.rows(12).stream().map(Views::stop).toList();
        boolean exhausted = !stops.isEmpty() && stops.stream().noneMatch(JobView.Stop::available);
        Optional<Instant> firstBack =
                stops.stream().flatMap(stop -> stop.until().stream()).min(Comparator.naturalOrder());
        return switch (state) {
            case "accepted" -> new JobView.Queue(0, "intake", Optional.empty(), stops);
            case "delayed" -> new JobView.Queue(0, "backoff", reply.instant(11), stops);
            default ->
                reply.optional(14).isPresent()
                        ? new JobView.Queue(reply.number(10), JobView.FOR_QUOTA, reply.instant(15), stops)
                        : new JobView.Queue(
                                reply.number(10),
                                exhausted ? "exhausted" : "slot",
                                exhausted ? firstBack : Optional.empty(),
                                stops);
        };
    }

    private static JobView.Stop stop(List<String> row) {
        Optional<Instant> until = Optional.of(row.get(1))
                .filter(text -> !text.isEmpty())
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
        Optional<ExhaustionKind> kind = Optional.of(row.get(2))
                .filter(text -> !text.isEmpty())
                .map(text -> ExhaustionKind.valueOf(text.toUpperCase(Locale.ROOT)));
        return new JobView.Stop(new TargetName(row.get(0)), until.isEmpty(), kind, until);
    }
}
