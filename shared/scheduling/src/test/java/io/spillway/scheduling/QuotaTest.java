package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.wire.LogEntry;
import io.spillway.scheduling.QuotaLimit.Measure;
import io.spillway.scheduling.QuotaLimit.Scope;
import io.spillway.scheduling.QuotaLimit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** What quotas let in, on a real Redis. */
class QuotaTest {
    private static final int MOST_WAITING = 1_000_000;
    private static final int CLIENTS = 64;
    private static final int LIMIT = 40;
    /** {@code -Dquota.rounds=1000} asks more often. */
    private static final int ROUNDS = Integer.getInteger("quota.rounds", 50);

    @Test
    void of_64_at_once_over_two_gateways_exactly_40_are_let_in_each_time() throws Exception {
        try (Room room = new Room();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given
            List<Scheduler> gateways = List.of(room.gateway, room.process("another-gateway"));

            for (int round = 0; round < ROUNDS; round++) {
                // When
                String key = "key_" + round;
                List<Future<Admitted>> answers = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    Admission door = gateways.get(i % 2).admission();
                    Job job = job(room, Optional.of(key), 10);
                    answers.add(clients.submit(() -> door.admit(
                            job,
                            MOST_WAITING,
                            List.of(
                                    new QuotaLimit(Scope.TENANT, Measure.REQUESTS, Window.MONTH, MOST_WAITING),
                                    new QuotaLimit(Scope.KEY, Measure.TOKENS, Window.DAY, LIMIT * 10L)))));
                }
                int accepted = 0;
                for (Future<Admitted> answer : answers) {
                    accepted += answer.get() instanceof Admitted.Accepted ? 1 : 0;
                }

                // Then
                assertThat(accepted).as("round %d", round).isEqualTo(LIMIT);
            }
        }
    }

    @Test
    void a_limit_names_itself_and_takes_nothing_when_it_refuses() {
        try (Room room = new Room()) {
            // Given
            QuotaLimit requests = tenant(Measure.REQUESTS, Window.MINUTE, 2);
            QuotaLimit tokens = tenant(Measure.TOKENS, Window.DAY, 25);

            // Then
            assertThat(admit(room, 10, requests, tokens)).isInstanceOf(Admitted.Accepted.class);
            assertThat(admit(room, 20, requests, tokens)).isEqualTo(new Admitted.OverQuota(tokens, 10, room.now()));
            assertThat(admit(room, 15, requests, tokens)).isInstanceOf(Admitted.Accepted.class);
            assertThat(admit(room, 0, requests, tokens)).isEqualTo(new Admitted.OverQuota(requests, 2, room.now()));
        }
    }

    @Test
    void a_window_begins_anew_at_its_turn_in_utc() {
        try (Room room = new Room()) {
            // Given
            room.pass(Duration.between(room.now(), Instant.parse("2026-12-31T23:59:59Z")));
            QuotaLimit minute = tenant(Measure.REQUESTS, Window.MINUTE, 1);
            QuotaLimit month = tenant(Measure.REQUESTS, Window.MONTH, 1);
            assertThat(admit(room, 0, minute, month)).isInstanceOf(Admitted.Accepted.class);
            assertThat(admit(room, 0, month)).isInstanceOf(Admitted.OverQuota.class);

            // When
            room.pass(Duration.ofSeconds(1));

            // Then
            assertThat(admit(room, 0, minute, month)).isInstanceOf(Admitted.Accepted.class);
            assertThat(admit(room, 0, minute)).isInstanceOf(Admitted.OverQuota.class);
            assertThat(Window.MONTH.end(room.now())).isEqualTo(Instant.parse("2027-02-01T00:00:00Z"));
            assertThat(Window.DAY.end(room.now())).isEqualTo(Instant.parse("2027-01-02T00:00:00Z"));
        }
    }

    @Test
    void the_estimate_gives_way_to_what_was_used() {
        try (Room room = new Room()) {
            // Given
            QuotaLimit tokens = tenant(Measure.TOKENS, Window.DAY, 100);
            Job job = submit(room, 90);
            assertThat(admit(room, 20, tokens)).isInstanceOf(Admitted.OverQuota.class);

            // When
            end(room, job, JobStatus.COMPLETED, Optional.of(new Usage(10, 20, false)));

            // Then
            assertThat(admit(room, 71, tokens)).isEqualTo(new Admitted.OverQuota(tokens, 30, room.now()));
            assertThat(admit(room, 70, tokens)).isInstanceOf(Admitted.Accepted.class);
        }
    }

    @Test
    void a_cancelled_job_gives_back_what_it_had_reserved_but_stays_a_request() {
        try (Room room = new Room()) {
            // Given
            QuotaLimit tokens = tenant(Measure.TOKENS, Window.DAY, 100);
            QuotaLimit cost = tenant(Measure.COST, Window.MONTH, 1_000_000);
            Job job = submit(room, 90);

            // When
            end(room, job, JobStatus.CANCELLED, Optional.empty());

            // Then
            assertThat(admit(room, 1, tenant(Measure.REQUESTS, Window.DAY, 1))).isInstanceOf(Admitted.OverQuota.class);
            assertThat(admit(room, 100, tokens, cost)).isInstanceOf(Admitted.Accepted.class);
        }
    }

    @Test
    void quotas_come_back_from_the_log_with_everything_else_and_nothing_counts_twice() {
        try (Room room = new Room()) {
            // Given: one has ended, one waits
            Job ended = submit(room, 50);
            end(room, ended, JobStatus.COMPLETED, Optional.of(new Usage(10, 20, false)));
            submit(room, 40);
            QuotaLimit tokens = tenant(Measure.TOKENS, Window.DAY, 0);
            QuotaLimit requests = tenant(Measure.REQUESTS, Window.DAY, 0);
            assertThat(used(room, tokens)).isEqualTo(70);

            // When
            Room.flush();
            room.replay();

            // Then
            assertThat(used(room, tokens)).isEqualTo(70);
            assertThat(used(room, requests)).isEqualTo(2);

            // When: a prefix is lost, and part of the log is applied again
            var before = Room.dump();
            Job later = submit(room, 5);
            end(room, later, JobStatus.FAILED, Optional.of(new Usage(1, 2, false)));
            Room.restore(before);
            room.replay();

            // Then
            assertThat(used(room, tokens)).isEqualTo(73);
            assertThat(used(room, requests)).isEqualTo(3);
        }
    }

    @Test
    void a_job_that_never_came_into_the_log_gives_everything_back() {
        try (Room room = new Room()) {
            // Given
            QuotaLimit tokens = tenant(Measure.TOKENS, Window.DAY, 100);
            QuotaLimit requests = tenant(Measure.REQUESTS, Window.DAY, 0);
            assertThat(admit(room, 90, tokens)).isInstanceOf(Admitted.Accepted.class);

            // When
            room.pass(Duration.ofMinutes(5));
            room.sweep();

            // Then
            assertThat(used(room, requests)).isZero();
            assertThat(admit(room, 100, tokens)).isInstanceOf(Admitted.Accepted.class);
        }
    }

    @Test
    void a_door_that_takes_without_looking_would_be_seen() throws Exception {
        // Given: the planted mistake looks at what is used before this job alone
        BinaryOperator<String> forgetful =
                (name, text) -> name.equals("admit") ? text.replace("used + reserves[ARGV[i + 2]] >", "used >") : text;
        try (Room room = new Room(forgetful)) {
            QuotaLimit tokens = tenant(Measure.TOKENS, Window.DAY, 15);
            assertThat(admit(room, 10, tokens)).isInstanceOf(Admitted.Accepted.class);

            // Then
            assertThat(admit(room, 10, tokens)).isInstanceOf(Admitted.Accepted.class);
        }
    }

    private static long used(Room room, QuotaLimit limit) {
        QuotaLimit none = new QuotaLimit(limit.scope(), limit.measure(), limit.window(), -1);
        return admit(room, 0, none) instanceof Admitted.OverQuota(QuotaLimit _, long used, Instant _) ? used : -1;
    }

    private static Admitted admit(Room room, long tokens, QuotaLimit... limits) {
        return room.gateway.admission().admit(job(room, Optional.empty(), tokens), MOST_WAITING, List.of(limits));
    }

    private static Job submit(Room room, long tokens) {
        return room.submit(job(room, Optional.empty(), tokens));
    }

    private static Job job(Room room, Optional<String> key, long tokens) {
        return aJob().acceptedAt(room.now())
                .build()
                .reserving(Optional.of(new Reservation(key, tokens, new BigDecimal("0.9"))));
    }

    private static void end(Room room, Job job, JobStatus status, Optional<Usage> usage) {
        Grant grant = room.take(1, "gguf/demo").getFirst();
        Attempt attempt = room.attempt(grant, status.word());
        Attempt used = new Attempt(
                attempt.number(),
                attempt.fence(),
                attempt.target(),
                attempt.startedAt(),
                attempt.endedAt(),
                attempt.outcome(),
                attempt.detail(),
                usage,
                Optional.empty());
        room.log(new LogEntry.JobEnded(
                job.id(),
                job.tenant(),
                status,
                room.now(),
                Optional.of(used),
                status == JobStatus.COMPLETED ? Optional.of(Output.chat("x", "stop")) : Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1)));
    }

    private static QuotaLimit tenant(Measure measure, Window window, long most) {
        return new QuotaLimit(Scope.TENANT, measure, window, most);
    }
}
