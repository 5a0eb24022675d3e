package io.spillway.contract.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.JobType;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One of each record of the log, with everything in it and with nothing optional in it. */
final class Samples {
    static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");
    static final JobId ID = JobId.create(AT, 3, new SplittableRandom(3));
    static final TenantId TENANT = new TenantId("acme-1");
    static final Plan PLAN = Plan.parse("openrouter/meta-llama/llama-3.1-8b:free~2000|gguf/demo~0");
    static final Attempt FULL_ATTEMPT = new Attempt(
            2,
            1_790_000_000_123_456L,
            new TargetName("gguf/demo"),
            AT,
            AT.plusMillis(1),
            "completed",
            "",
            Optional.of(new Usage(7, 9, true)),
            Optional.of(new BigDecimal("0.00000123")));
    static final Attempt BARE_ATTEMPT = new Attempt(
            1, 5, new TargetName("gguf/demo"), AT, AT, "refused", "no \"tools\" ☂", Optional.empty(), Optional.empty());

    static final Job FULL_JOB = new Job(
            ID,
            TENANT,
            JobType.CHAT,
            "cloud_first",
            PLAN,
            new Retry(3, List.of(Duration.ofMillis(500), Duration.ofHours(1))),
            request(),
            AT,
            new Deadlines(Optional.of(AT.plusSeconds(9)), Duration.ofMinutes(5), AT.plusSeconds(99), Duration.ZERO),
            9,
            2.5,
            true,
            true,
            Map.of("k", "v", "odd \u0000 \ud83d\ude00 \"", "line\nbreak"),
            Optional.of(new Idempotency("once", "sha256:0")),
            Optional.of(new Reservation(Optional.of("key_0123456789abcdef"), 7, new BigDecimal("0.25"))),
            Optional.of("whe_0123456789abcdefghij"),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    static final Job BARE_JOB = new Job(
            ID,
            TENANT,
            JobType.EMBEDDING,
            "gguf/demo",
            new Plan(List.of()),
            new Retry(1, List.of()),
            JsonNodeFactory.instance.objectNode(),
            AT,
            new Deadlines(Optional.empty(), Duration.ofMinutes(5), AT.plusSeconds(99), Duration.ofDays(1)),
            0,
            1,
            false,
            false,
            Map.of(),
            Optional.empty());

    private Samples() {}

    static List<LogEntry> entries() {
        return List.of(
                new LogEntry.AttemptEnded(ID, TENANT, BARE_ATTEMPT, PLAN),
                new LogEntry.AttemptEnded(ID, TENANT, FULL_ATTEMPT, new Plan(List.of())),
                new LogEntry.JobEnded(
                        ID,
                        TENANT,
                        JobStatus.COMPLETED,
                        AT,
                        Optional.of(FULL_ATTEMPT),
                        Optional.of(Output.chat("An answer.\n", "stop")),
                        Optional.empty(),
                        Duration.ofHours(24)),
                new LogEntry.JobEnded(
                        ID,
                        TENANT,
                        JobStatus.EXPIRED,
                        AT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new JobError("expired", "not finished by its end_by")),
                        Duration.ofHours(24)),
                new LogEntry.Reprioritised(ID, TENANT, 2, AT),
                new LogEntry.Deleted(ID, TENANT, AT),
                new LogEntry.Told(
                        ID,
                        TENANT,
                        JobStatus.COMPLETED,
                        DeliveryState.DELIVERED,
                        List.of(
                                new DeliveryAttempt(AT, 15_000, Optional.empty(), "no answer in time"),
                                new DeliveryAttempt(AT, 7, Optional.of(204), "")),
                        AT),
                new LogEntry.Told(ID, TENANT, JobStatus.FAILED, DeliveryState.PENDING, List.of(), AT),
                new LogEntry.CancelRequested(ID, TENANT, AT));
    }

    private static ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", "hällo \"you\" \ud83d\ude00");
        request.put("temperature", 0.7)
                .put("max_tokens", 200)
                .put("seed", 4_294_967_296L)
                .putNull("stop");
        request.putObject("response_format").put("type", "json_object");
        return request;
    }
}
