package io.spillway.scheduling;

import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** Jobs are found without their ids; what is hidden, deleted or somebody else's is not. */
class ListingTest {
    private final Room room = new Room();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aJobIsListedOnceItIsAcknowledgedAndByItsTenantAlone() {
        // Given
        Job hidden = acme();
        room.gateway.admission().admit(hidden, 100);
        Job seen = room.submit(acme());
        Job others = room.submit(job("bolt"));

        // Then
        assertThat(list(of("acme"), 10)).containsExactly(seen.id());
        assertThat(list(of("bolt"), 10)).containsExactly(others.id());
        assertThat(list(all(Optional.empty()), 10)).containsExactlyInAnyOrder(seen.id(), others.id());
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        // Given
        for (int i = 0; i < 7; i++) {
            room.pass(Duration.ofMillis(5));
            room.submit(acme());
        }

        // When
        JobsPage first = page(of("acme"), Optional.empty(), 3);
        JobsPage second = page(of("acme"), first.last(), 3);
        JobsPage third = page(of("acme"), second.last(), 3);

        // Then
        List<JobId> all = Stream.of(first, second, third)
                .flatMap(page -> page.jobs().stream())
                .map(view -> view.job().id())
                .toList();
        assertThat(all)
                .hasSize(7)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(List.of(first.more(), second.more(), third.more())).containsExactly(true, true, false);
    }

    @Test
    void aFilterThatSkipsMuchAnswersWithACursorAndNotWithAScan() {
        // Given: more than a call looks at, and before them the one that is wanted
        Job wanted = room.submit(acme());
        room.cancel(wanted);
        room.sweep();
        room.pass(Duration.ofSeconds(1));
        List<Job> others = IntStream.range(0, 5_100).mapToObj(_ -> acme()).toList();
        others.forEach(job -> room.jobs.add(Wire.encode(job)));
        room.replay();

        // When
        JobsPage first = page(all(Optional.of(JobStatus.CANCELLED)), Optional.empty(), 10);
        JobsPage second = page(all(Optional.of(JobStatus.CANCELLED)), first.last(), 10);

        // Then
        assertThat(first.jobs()).isEmpty();
        assertThat(first.more()).isTrue();
        assertThat(second.jobs()).extracting(view -> view.job().id()).containsExactly(wanted.id());
        assertThat(second.more()).isFalse();
    }

    @Test
    void aDeletedJobIsSeenByNobodyAndEndsAsCancelled() {
        // Given
        Job job = room.submit(acme());

        // When
        room.log(new LogEntry.Deleted(job.id(), job.tenant(), room.now()));

        // Then
        assertUnknown(job);
        room.sweep();
        assertUnknown(job);
        assertThat(room.outcomes).hasSize(2);
        Room.flush();
        room.replay();
        assertUnknown(job);
        assertThat(room.take(1, "gguf/demo")).isEmpty();
    }

    @Test
    void aJobDeletedAfterItsEndStaysSoThroughAReplay() {
        // Given
        Job job = room.submit(acme());
        room.cancel(job);
        room.sweep();

        // When
        room.log(new LogEntry.Deleted(job.id(), job.tenant(), room.now()));

        // Then
        assertUnknown(job);
        Room.flush();
        room.replay();
        assertUnknown(job);
    }

    @Test
    void aListIsFilledAgainFromTheLogAndEmptiedWhenViewsAreOver() {
        // Given
        Job waits = room.submit(acme());
        Job ended = room.submit(acme());
        room.cancel(ended);
        room.sweep();

        // When
        Room.flush();
        room.replay();

        // Then
        assertThat(list(of("acme"), 10)).containsExactlyInAnyOrder(waits.id(), ended.id());
        room.pass(Duration.ofHours(25));
        room.gateway.sweeping().sweep(_ -> Map.of());
        assertThat(list(of("acme"), 10)).containsExactly(waits.id());
    }

    @Test
    void aChangedPriorityMovesAJobAndOutlivesALoss() {
        // Given
        Job first = room.submit(acme());
        room.pass(Duration.ofMillis(5));
        Job second = room.submit(acme());

        // When
        room.log(new LogEntry.Reprioritised(second.id(), second.tenant(), 0, room.now()));
        Room.flush();
        room.replay();

        // Then
        assertThat(view(second).job().priority()).isZero();
        assertThat(view(second).queue().orElseThrow().position()).isEqualTo(1);
        assertThat(room.take(2, "gguf/demo"))
                .extracting(grant -> grant.job().id())
                .containsExactly(second.id(), first.id());
    }

    @Test
    void anAttemptThatWasLostIsShownAfterAReplayToo() {
        // Given
        Job job = room.submit(acme());
        room.take(1, "gguf/demo");
        room.pass(Duration.ofSeconds(20));
        room.sweep();
        List<Attempt> before = view(job).attempts();

        // When
        Room.flush();
        room.replay();

        // Then
        assertThat(before).extracting(Attempt::outcome).containsExactly("lost");
        assertThat(view(job).attempts()).isEqualTo(before);
    }

    @Test
    void aNameIsFreeAgainWithItsJobAndAKeyIsNot() {
        // Given
        Job named = room.submit(builder("acme")
                .idempotency(Idempotency.aliasKey("my-first-job"), "print")
                .build());
        Job keyed = room.submit(builder("acme").idempotency("key", "print").build());
        assertThat(room.gateway.listing().named("my-first-job", named.tenant())).contains(named.id());

        // When
        room.log(new LogEntry.Deleted(named.id(), named.tenant(), room.now()));
        room.log(new LogEntry.Deleted(keyed.id(), keyed.tenant(), room.now()));

        // Then
        Job again = builder("acme")
                .idempotency(Idempotency.aliasKey("my-first-job"), "other")
                .build();
        assertThat(room.gateway.admission().admit(again, 100)).isEqualTo(new Admitted.Accepted());
        Job keyAgain = builder("acme").idempotency("key", "print").build();
        assertThat(room.gateway.admission().admit(keyAgain, 100)).isEqualTo(new Admitted.Forgotten(keyed.id()));
    }

    private void assertUnknown(Job job) {
        assertThat(room.gateway.views().look(job.id(), job.tenant())).isEqualTo(new Look.Unknown());
        assertThat(room.gateway.views().lookAsOperator(job.id())).isEqualTo(new Look.Unknown());
        assertThat(list(all(Optional.empty()), 10)).doesNotContain(job.id());
    }

    private JobView view(Job job) {
        return ((Look.Found) room.gateway.views().look(job.id(), job.tenant())).view();
    }

    private Job acme() {
        return job("acme");
    }

    private Job job(String tenant) {
        return builder(tenant).build();
    }

    private JobBuilder builder(String tenant) {
        return aJob().tenant(tenant).acceptedAt(room.now()).endIn(Duration.ofHours(48));
    }

    private static JobsQuery of(String tenant) {
        return JobsQuery.of(new TenantId(tenant));
    }

    private static JobsQuery all(Optional<JobStatus> status) {
        return new JobsQuery(
                Optional.empty(),
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private JobsPage page(JobsQuery query, Optional<JobId> after, int most) {
        return room.gateway.listing().page(query, after, most).orElseThrow();
    }

    private List<JobId> list(JobsQuery query, int most) {
        return page(query, Optional.empty(), most).jobs().stream()
                .map(view -> view.job().id())
                .toList();
    }
}
