package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.spillway.contract.cluster.AddressRange;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.embedded.EmbeddedRedis;
import io.spillway.log.LogWriter;
import io.spillway.scheduling.DueDelivery;
import io.spillway.scheduling.Scheduler;
import io.spillway.testing.JobBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A real Redis whose clock the test moves, and a real endpoint: the whole schedule in virtual time. */
class ScheduleTest {
    private static final Duration LEASE = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final List<LogEntry> log = new ArrayList<>();
    private final AtomicInteger disabled = new AtomicInteger();
    private EmbeddedRedis redis;
    private Scheduler scheduler;
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final Job job = JobBuilder.aJob().acceptedAt(now).webhook("whe_1").build();

    @BeforeEach
    void aJobHasEnded() throws IOException {
        redis = EmbeddedRedis.start(dir);
        scheduler = Scheduler.connect(URI.create(redis.uri()), "gateway", 1, Optional.of(() -> now));
        apply(scheduler.jobsView(_ -> {}), Wire.encode(job));
        apply(
                scheduler.outcomesView(_ -> {}),
                Wire.encode(new LogEntry.JobEnded(
                        job.id(),
                        job.tenant(),
                        JobStatus.CANCELLED,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofHours(24))));
        now = now.plusSeconds(6);
        scheduler.sweeping().sweep(_ -> Map.of());
    }

    @AfterEach
    void close() {
        scheduler.close();
        redis.close();
        vertx.close();
    }

    @Test
    void tenAttemptsInThreeDaysEachInItsTimeAndUnderOneId() {
        try (Sink sink = new Sink(Sink.status(500))) {
            // Given
            Telling telling = telling(sink, Duration.ofSeconds(60));
            List<Duration> waits = new ArrayList<>();
            List<Instant> times = new ArrayList<>();

            // When: the clock goes to when the next attempt is due, and no further
            while (log.isEmpty()) {
                DueDelivery due =
                        only(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries());
                times.add(now);
                telling.tell(due, new Telling.Place(scheduler, log::add));
                Optional<Instant> next =
                        scheduler.deliveries().find(due.id()).orElseThrow().next();
                if (next.isPresent()) {
                    waits.add(Duration.between(now, next.get()));
                    now = next.get().minusMillis(1);
                    assertThat(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries())
                            .isEmpty();
                    now = next.get();
                }
            }

            // Then
            assertThat(times).hasSize(RetrySchedule.WAITS.size());
            for (int i = 0; i < waits.size(); i++) {
                Duration planned = RetrySchedule.WAITS.get(i + 1);
                assertThat(waits.get(i))
                        .as("wait %d", i + 1)
                        .isBetween(planned, planned.plus(planned.dividedBy(10)).plusMillis(1));
            }
            assertThat(sink.received).hasSize(10);
            assertThat(sink.received)
                    .extracting(got -> got.header("webhook-id"))
                    .containsOnly(id());
            LogEntry.Told told = (LogEntry.Told) only(log);
            assertThat(told.state()).isEqualTo(DeliveryState.GIVEN_UP);
            assertThat(told.attempts())
                    .hasSize(10)
                    .allMatch(made -> made.status().equals(Optional.of(500)));
            now = now.plus(Duration.ofDays(3));
            assertThat(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries())
                    .isEmpty();
        }
    }

    @Test
    void whatTheEndpointAsksForIsKeptToAndThenItIsDelivered() {
        AtomicInteger calls = new AtomicInteger();
        try (Sink sink = new Sink(out ->
                (calls.getAndIncrement() == 0 ? Sink.status(429, "Retry-After: 3600") : Sink.status(204)).write(out))) {
            // Given
            Telling telling = telling(sink, Duration.ofSeconds(60));

            // When
            DueDelivery due =
                    only(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries());
            telling.tell(due, new Telling.Place(scheduler, log::add));
            now = now.plusSeconds(3_599);
            List<DueDelivery> early =
                    scheduler.deliveries().dispatch(10, 10, LEASE).deliveries();
            now = now.plusSeconds(1);
            telling.tell(
                    only(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries()),
                    new Telling.Place(scheduler, log::add));

            // Then
            assertThat(early).isEmpty();
            LogEntry.Told told = (LogEntry.Told) only(log);
            assertThat(told.state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(told.attempts())
                    .extracting(DeliveryAttempt::status)
                    .containsExactly(Optional.of(429), Optional.of(204));
        }
    }

    @Test
    void anEndpointThatIsGoneIsDisabled() {
        try (Sink sink = new Sink(Sink.status(410))) {
            // When
            telling(sink, Duration.ofSeconds(60))
                    .tell(
                            only(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries()),
                            new Telling.Place(scheduler, log::add));

            // Then
            assertThat(disabled).hasValue(1);
            assertThat(((LogEntry.Told) only(log)).state()).isEqualTo(DeliveryState.GIVEN_UP);
        }
    }

    @Test
    void anEndpointThatNeverAnswersIsTriedAgain() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (Sink sink = new Sink(_ -> over.await())) {
            // When
            DueDelivery due =
                    only(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries());
            telling(sink, Duration.ofMillis(700)).tell(due, new Telling.Place(scheduler, log::add));

            // Then
            assertThat(log).isEmpty();
            assertThat(scheduler.deliveries().find(due.id()).orElseThrow().attempts())
                    .extracting(DeliveryAttempt::error)
                    .containsExactly("no answer in time");
            over.countDown();
        }
    }

    @Test
    void aLogThatIsAwayDoesNotMakeItSendAgain() {
        try (Sink sink = new Sink(Sink.status(200));
                LogWriter away = LogWriter.open("127.0.0.1:1", Duration.ofSeconds(1))) {
            // When
            telling(sink, Duration.ofSeconds(60))
                    .tell(
                            only(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries()),
                            new Telling.Place(scheduler, away::append));
            now = now.plus(Duration.ofDays(1));

            // Then
            assertThat(scheduler.deliveries().dispatch(10, 10, LEASE).deliveries())
                    .isEmpty();
            assertThat(sink.received).hasSize(1);
        }
    }

    private String id() {
        return "msg_" + job.id().value().substring("job_".length()) + "_cancelled";
    }

    private Telling telling(Sink sink, Duration patience) {
        AddressGuard guard = new AddressGuard(
                List.of(AddressRange.parse("127.0.0.0/8")), _ -> List.of(InetAddress.getLoopbackAddress()));
        Endpoint endpoint = new Endpoint(
                "whe_1",
                TenantId.DEFAULT,
                sink.url(),
                EnumSet.allOf(EventType.class),
                true,
                now,
                Secret.create(),
                Optional.empty());
        return new Telling(
                new Addressees() {
                    @Override
                    public Optional<Endpoint> find(TenantId tenant, String id) {
                        return Optional.of(endpoint);
                    }

                    @Override
                    public void disable(Endpoint which) {
                        disabled.incrementAndGet();
                    }
                },
                new EventBody(new ObjectMapper()),
                new Sending(guard, vertx, patience),
                new DeliveryMeters(new SimpleMeterRegistry()),
                new DeliverySpans(OpenTelemetry.noop().getTracer("test")));
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    private static void apply(LogView view, byte[] record) {
        LogView.Partition partition = new LogView.Partition(0, "topic", 1);
        view.resume(partition);
        view.apply(partition, 0, List.of(new LogView.Entry(0, record)));
    }
}
