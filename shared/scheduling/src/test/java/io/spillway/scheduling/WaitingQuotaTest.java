package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.wire.LogEntry;
import io.spillway.scheduling.QuotaLimit.Measure;
import io.spillway.scheduling.QuotaLimit.Scope;
import io.spillway.scheduling.QuotaLimit.Window;
import io.spillway.testing.JobBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that wait for their quota instead of being refused, on a real Redis. */
class WaitingQuotaTest {
    private static final String DEMO = "gguf/demo";
    private static final Map<String, Long> NONE = Map.of();

    @Test
    void a_job_over_its_quota_waits_for_the_window_and_says_so() {
        try (Room room = new Room()) {
            // Given
            submit(room, aJob(), Map.of("requests_per_minute", 1L));
            Job second = submit(room, aJob(), Map.of("requests_per_minute", 1L));

            // When
            assertThat(room.take(2, DEMO)).hasSize(1);

            // Then
            JobView.Queue queue = queue(room, second);
            assertThat(queue.reason()).isEqualTo("quota");
            assertThat(queue.estimatedStartAt()).hasValue(Window.MINUTE.end(room.now()));
            assertThat(queue.position()).isEqualTo(1);

            // When
            room.pass(Duration.between(room.now(), Window.MINUTE.end(room.now())));

            // Then
            assertThat(room.take(2, DEMO))
                    .singleElement()
                    .satisfies(grant -> assertThat(grant.job().id()).isEqualTo(second.id()));
        }
    }

    @Test
    void a_tenant_over_its_quota_delays_nobody() {
        try (Room room = new Room()) {
            // Given
            for (int i = 0; i < 20; i++) {
                submit(room, aJob().tenant("greedy"), Map.of("tokens_per_day", 25L));
            }
            Job other =
                    room.submit(aJob().tenant("quiet").acceptedAt(room.now()).build());

            // Then
            assertThat(room.take(5, DEMO))
                    .extracting(grant -> grant.job().tenant().value())
                    .containsExactlyInAnyOrder("greedy", "greedy", "quiet");
            assertThat(other.tenant().value()).isEqualTo("quiet");
        }
    }

    @Test
    void a_key_over_its_own_quota_does_not_hold_its_tenants_others() {
        try (Room room = new Room()) {
            // Given
            Optional<String> key = Optional.of("key_1");
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                jobs.add(room.submit(job(room, aJob(), key, NONE, Map.of("requests_per_day", 1L))));
            }
            Job free = room.submit(job(room, aJob(), Optional.empty(), NONE, NONE));

            // Then
            assertThat(room.take(4, DEMO))
                    .extracting(grant -> grant.job().id())
                    .containsExactly(jobs.getFirst().id(), free.id());
            assertThat(queue(room, jobs.getLast()).reason()).isEqualTo("quota");
        }
    }

    @Test
    void what_a_job_gives_back_lets_the_next_one_on() {
        try (Room room = new Room()) {
            // Given: 20 tokens are reserved of 25, and 3 are used
            Map<String, Long> limits = Map.of("tokens_per_day", 25L);
            submit(room, aJob(), limits);
            submit(room, aJob(), limits);
            submit(room, aJob(), limits);
            List<Grant> first = room.take(3, DEMO);
            assertThat(first).hasSize(2);

            // When
            end(room, first.getFirst(), new Usage(1, 2, false));

            // Then
            assertThat(room.take(3, DEMO)).hasSize(1);
        }
    }

    @Test
    void so_many_jobs_run_at_once_whatever_the_policy() {
        try (Room room = new Room()) {
            // Given
            for (int i = 0; i < 4; i++) {
                Job job = aJob().acceptedAt(room.now()).build();
                room.submit(job.reserving(Optional.of(new Reservation(
                        Optional.empty(),
                        1,
                        BigDecimal.ZERO,
                        false,
                        Optional.of(Map.of("concurrent_jobs", 2L)),
                        Optional.empty()))));
            }

            // When
            List<Grant> running = room.take(4, DEMO);

            // Then
            assertThat(running).hasSize(2);

            // When: one of them ends, another's lease lapses
            room.complete(running.getFirst(), "x");

            // Then
            assertThat(room.take(4, DEMO)).hasSize(1);
        }
    }

    @Test
    void a_new_limit_counts_for_those_that_wait() {
        try (Room room = new Room()) {
            // Given
            Job job = submit(room, aJob(), Map.of("requests_per_day", 0L));
            assertThat(room.take(1, DEMO)).isEmpty();

            // When
            room.gateway.admission().limit(job.tenant(), Optional.empty(), Map.of("requests_per_day", 1L), room.now());

            // Then
            assertThat(room.take(1, DEMO)).hasSize(1);
        }
    }

    @Test
    void the_door_closes_when_enough_wait() {
        try (Room room = new Room()) {
            // Given
            QuotaLimit most = new QuotaLimit(Scope.TENANT, Measure.WAITING, Window.NOW, 2);
            Job first = admitted(room, most);
            admitted(room, most);

            // Then
            assertThat(room.gateway
                            .admission()
                            .admit(job(room, aJob(), Optional.empty(), NONE, NONE), 100, List.of(most)))
                    .isEqualTo(new Admitted.OverQuota(most, 2, room.now()));

            // When
            room.jobs.add(io.spillway.contract.wire.Wire.encode(first));
            room.replay();
            room.take(1, DEMO);

            // Then
            assertThat(room.gateway
                            .admission()
                            .admit(job(room, aJob(), Optional.empty(), NONE, NONE), 100, List.of(most)))
                    .isInstanceOf(Admitted.Accepted.class);
        }
    }

    @Test
    void of_64_that_wait_exactly_40_are_taken_by_many_workers() throws Exception {
        try (Room room = new Room();
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given
            for (int i = 0; i < 64; i++) {
                submit(room, aJob(), Map.of("tokens_per_day", 405L));
            }

            // When
            List<Future<List<Grant>>> takes = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                Scheduler worker = room.process("worker-" + i);
                takes.add(workers.submit(() -> room.take(worker, 2, DEMO)));
            }
            int taken = 0;
            for (Future<List<Grant>> take : takes) {
                taken += take.get().size();
            }

            // Then
            assertThat(taken).isEqualTo(40);
        }
    }

    @Test
    void what_was_taken_comes_back_from_the_log_and_from_whoever_runs_it() {
        try (Room room = new Room()) {
            // Given: one has ended, one runs, one waits
            Map<String, Long> limits = Map.of("requests_per_day", 2L);
            submit(room, aJob(), limits);
            submit(room, aJob(), limits);
            Job third = submit(room, aJob(), limits);
            List<Grant> taken = room.take(3, DEMO);
            room.complete(taken.getFirst(), "x");
            String used = counters();

            // When
            Room.flush();
            room.gateway.admission().admit(third, 1);
            room.renew(room.worker, "worker", List.of(taken.getLast()));
            room.replay();

            // Then
            assertThat(counters()).isEqualTo(used);
            assertThat(room.take(3, DEMO)).isEmpty();
            assertThat(queue(room, third).reason()).isEqualTo("quota");
        }
    }

    @Test
    void a_job_of_whose_start_the_log_knows_nothing_takes_nothing() {
        // Then
        assertThat(countedAfterAnUnwrittenStart((_, text) -> text)).doesNotContain("REQUESTS=1");
        assertThat(countedAfterAnUnwrittenStart(
                        (_, text) -> text.replace("if job[8] and not job[9] then return", "if false then return")))
                .as("the planted mistake")
                .contains("REQUESTS=1");
    }

    private static String countedAfterAnUnwrittenStart(BinaryOperator<String> change) {
        try (Room room = new Room(change)) {
            Job job = submit(room, aJob(), Map.of("requests_per_day", 5L));
            room.take(1, DEMO);
            room.pass(Room.LEASE.plusSeconds(1));
            // A gateway takes the lease back, and dies before it writes so.
            room.gateway.sweeping().sweep(_ -> Map.of(0, 0L));
            room.cancel(job);
            room.sweep();
            return counters();
        }
    }

    @Test
    void the_scripts_know_the_same_windows_as_we_do() {
        try (Room room = new Room()) {
            for (String at : List.of(
                    "2026-11-30T23:59:59Z",
                    "2026-12-31T12:00:00Z",
                    "2027-01-01T00:00:00Z",
                    "2028-02-29T01:00:00Z",
                    "2100-02-28T23:59:59Z",
                    "2100-03-01T00:00:00Z")) {
                // Given
                room.pass(Duration.between(room.now(), Instant.parse(at)));
                Room.flush();
                room.replay();
                room.pass(Duration.between(room.now(), Instant.parse(at)));
                submit(room, aJob().endIn(Duration.ofHours(1)), Map.of());

                // When
                Grant grant = room.take(1, DEMO).getFirst();
                end(room, grant, new Usage(1, 1, false));

                // Then
                assertThat(counters())
                        .contains(":MINUTE:" + Window.MINUTE.start(room.now()).toEpochMilli() + "=")
                        .contains(":DAY:" + Window.DAY.start(room.now()).toEpochMilli() + "=")
                        .contains(":MONTH:" + Window.MONTH.start(room.now()).toEpochMilli() + "=");
                room.jobs.clear();
                room.outcomes.clear();
            }
        }
    }

    private static String counters() {
        try (Jedis jedis = new Jedis(Room.address())) {
            return jedis.keys("*quota:*").stream()
                    .sorted()
                    .map(key -> key + "=" + jedis.hgetAll(key))
                    .toList()
                    .toString();
        }
    }

    private static JobView.Queue queue(Room room, Job job) {
        return room.gateway.views().look(job.id(), job.tenant()) instanceof Look.Found(JobView view)
                ? view.queue().orElseThrow()
                : new JobView.Queue(0, "unknown", Optional.empty(), List.of());
    }

    private static Job admitted(Room room, QuotaLimit most) {
        Job job = job(room, aJob(), Optional.empty(), NONE, NONE);
        room.gateway.admission().admit(job, 100, List.of(most));
        return job;
    }

    private static Job submit(Room room, JobBuilder builder, Map<String, Long> limits) {
        return room.submit(job(room, builder, Optional.empty(), limits, NONE));
    }

    private static Job job(
            Room room, JobBuilder builder, Optional<String> key, Map<String, Long> limits, Map<String, Long> keys) {
        room.pass(Duration.ofMillis(1));
        return builder.acceptedAt(room.now())
                .build()
                .reserving(Optional.of(
                        new Reservation(key, 10, new BigDecimal("0.9"), true, Optional.of(limits), Optional.of(keys))));
    }

    private static void end(Room room, Grant grant, Usage usage) {
        Attempt attempt = room.attempt(grant, "completed");
        room.log(new LogEntry.JobEnded(
                grant.job().id(),
                grant.job().tenant(),
                JobStatus.COMPLETED,
                room.now(),
                Optional.of(new Attempt(
                        attempt.number(),
                        attempt.fence(),
                        attempt.target(),
                        attempt.startedAt(),
                        attempt.endedAt(),
                        attempt.outcome(),
                        attempt.detail(),
                        Optional.of(usage),
                        Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1)));
    }
}
