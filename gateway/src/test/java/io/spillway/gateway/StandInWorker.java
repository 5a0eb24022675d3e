package io.spillway.gateway;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.Topics;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.TokenStreams;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Serves {@code mock/small}: repeats the prompt, word by word where the job is streamed. */
final class StandInWorker implements AutoCloseable {
    private static final TargetName TARGET = new TargetName("mock/small");
    /** A job with this prompt fails. */
    static final String FAILS = "please fail";

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Connections connections;
    private final Scheduler scheduler;
    private final ReplayingConsumer intake;
    private final Thread thread;
    private volatile boolean closed;
    private final String name = "stand-in-" + UUID.randomUUID();

    StandInWorker(Connections connections, String kafka, URI redis) {
        this.connections = connections;
        this.scheduler = Scheduler.connect(redis, name, connections.partitions());
        this.intake = ReplayingConsumer.start(kafka, Topics.JOBS, "spillway.workers", scheduler.jobsView(entry -> {
            throw new IllegalStateException("unreadable");
        }));
        this.thread = Thread.ofVirtual().start(this::work);
    }

    private void work() {
        try {
            while (!closed) {
                List<Offer> offers = List.of(new Offer(TARGET, 1, 1, 10, Limits.NONE));
                List<Grant> grants =
                        scheduler.waitingRoom().take(name, 10, offers, LEASE).grants();
                grants.forEach(this::run);
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Grant grant) {
        Job job = grant.job();
        String text = job.request().at("/messages/0/content").asText();
        if (job.stream()) {
            TokenStreams.Place place =
                    next(scheduler.tokens().begin(TokenStreams.Place.first(grant.lease(), LIFE), TARGET));
            for (String word : text.split("(?<= )")) {
                place = next(scheduler.tokens().append(place, word));
            }
        }
        Attempt attempt = new Attempt(
                grant.attempt(),
                grant.lease().fence(),
                TARGET,
                grant.grantedAt(),
                Instant.now(),
                "completed",
                "",
                Optional.of(new Usage(1, 2, false)),
                Optional.of(new BigDecimal("0.25")),
                job.key());
        if (text.equals(FAILS)) {
            connections.log().append(failed(job));
            return;
        }
        connections
                .log()
                .append(new LogEntry.JobEnded(
                        job.id(),
                        job.tenant(),
                        JobStatus.COMPLETED,
                        Instant.now(),
                        Optional.of(attempt),
                        Optional.of(Output.chat(text, "stop")),
                        Optional.empty(),
                        job.deadlines().resultTtl()));
    }

    private static LogEntry.JobEnded failed(Job job) {
        return new LogEntry.JobEnded(
                job.id(),
                job.tenant(),
                JobStatus.FAILED,
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new JobError("all_targets_failed", "as its prompt says")),
                job.deadlines().resultTtl());
    }

    private static TokenStreams.Place next(TokenStreams.Written written) {
        return ((TokenStreams.Written.Taken) written).next();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        intake.close();
        scheduler.close();
    }
}
