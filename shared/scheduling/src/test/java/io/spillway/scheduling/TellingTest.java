package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class TellingTest {
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final String ENDPOINT = "whe_one";
    private static final int PAGE = 3;

    private final Room room = new Room();
    private final Deliveries deliveries = room.gateway.deliveries();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void theEndOfAJobIsDueAtOnceAndItsEndpointIsNamed() {
        // When
        Job job = completed(ENDPOINT);
        List<DueDelivery> due = due();

        // Then
        assertThat(due).hasSize(1);
        DueDelivery delivery = due.getFirst();
        assertThat(delivery.id()).isEqualTo("msg_" + job.id().value().substring("job_".length()) + "_completed");
        assertThat(delivery.endpoint()).isEqualTo(ENDPOINT);
        assertThat(delivery.tenant()).isEqualTo(job.tenant());
        assertThat(delivery.job()).isEqualTo(job.id());
        assertThat(delivery.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(delivery.at()).isEqualTo(room.now());
        assertThat(delivery.tries()).isZero();
    }

    @Test
    void nobodyIsToldOfAJobWithoutAnEndpoint() {
        // When
        Job job = room.submit(aJob().acceptedAt(room.now()).build());
        room.complete(room.take(1, "gguf/demo").getFirst(), "done");

        // Then
        assertThat(room.status(job)).isEqualTo(JobStatus.COMPLETED);
        assertThat(due()).isEmpty();
    }

    @Test
    void anEndThatIsReadBeforeItsJobIsToldToo() {
        // Given
        Job job = aJob().acceptedAt(room.now()).webhook(ENDPOINT).build();

        // When: topics are not ordered among each other
        room.log(end(job));
        List<DueDelivery> before = due();
        room.jobs.add(Wire.encode(job));
        room.replay();

        // Then
        assertThat(before).isEmpty();
        assertThat(due()).extracting(DueDelivery::job).containsExactly(job.id());
    }

    @Test
    void whatIsLeasedIsNobodyElsesUntilTheLeaseLapses() {
        // Given
        completed(ENDPOINT);
        DueDelivery first = due().getFirst();

        // When
        room.pass(LEASE.minusMillis(1));
        List<DueDelivery> meanwhile = due();
        room.pass(Duration.ofMillis(1));
        DueDelivery second = due().getFirst();
        deliveries.report(first, new DeliveryResult.Again(Duration.ofHours(1)), List.of(failed()));

        // Then: what the first holder says of a failure does not count any more
        assertThat(meanwhile).isEmpty();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(view(second).attempts()).isEmpty();
    }

    @Test
    void whatFailedIsDueAgainWhenItIsToBeAndNotBefore() {
        // Given
        completed(ENDPOINT);
        DueDelivery first = due().getFirst();
        deliveries.report(first, new DeliveryResult.Again(Duration.ofMinutes(5)), List.of(failed()));

        // When
        room.pass(Duration.ofMinutes(5).minusMillis(1));
        List<DueDelivery> early = due();
        Optional<DeliveryView> seen = deliveries.find(first.id());
        room.pass(Duration.ofMillis(1));
        DueDelivery second = due().getFirst();

        // Then
        assertThat(early).isEmpty();
        assertThat(seen.orElseThrow().next()).contains(room.now());
        assertThat(second.tries()).isEqualTo(1);
        assertThat(second.attempts()).containsExactly(failed());
    }

    @Test
    void whatWasDeliveredIsOverAndWhatCouldNotBeSentCostsNoTry() {
        // Given
        completed(ENDPOINT);
        DueDelivery first = due().getFirst();
        deliveries.report(first, new DeliveryResult.Later(Duration.ofSeconds(1)), List.of());
        room.pass(Duration.ofSeconds(1));
        DueDelivery second = due().getFirst();

        // When
        deliveries.report(second, new DeliveryResult.Delivered(), List.of(worked()));
        room.pass(Duration.ofDays(2));

        // Then
        assertThat(second.tries()).isZero();
        assertThat(due()).isEmpty();
        assertThat(view(first).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(view(first).attempts()).containsExactly(worked());
        assertThat(view(first).next()).isEmpty();
    }

    @Test
    void whatTheLogSaysWasToldIsNotSentAgainAfterALossAndWhatWasNotIs() {
        // Given
        Job told = completed(ENDPOINT);
        room.log(told(told, DeliveryState.DELIVERED, failed(), worked()));
        Job givenUp = completed(ENDPOINT);
        room.log(told(givenUp, DeliveryState.GIVEN_UP, failed()));
        Job untold = completed(ENDPOINT);
        DueDelivery before = due().getFirst();

        // When
        Room.flush();
        List<DueDelivery> resting = due();
        room.replay();
        List<DueDelivery> after = due();

        // Then
        assertThat(before.job()).isEqualTo(untold.id());
        assertThat(resting).isEmpty();
        assertThat(after).extracting(DueDelivery::id).containsExactly(before.id());
        assertThat(page(Optional.empty()))
                .extracting(
                        DeliveryView::job,
                        DeliveryView::state,
                        view -> view.attempts().size())
                .containsExactlyInAnyOrder(
                        tuple(told.id(), DeliveryState.DELIVERED, 2),
                        tuple(givenUp.id(), DeliveryState.GIVEN_UP, 1),
                        tuple(untold.id(), DeliveryState.PENDING, 0));
    }

    @Test
    void aLossBetweenTheDeliveryAndItsMarkIsMendedByTheLog() {
        // Given: Redis loses that the delivery was leased and made, the log does not
        Job job = completed(ENDPOINT);
        Map<String, byte[]> before = Room.dump();
        DueDelivery delivery = due().getFirst();
        room.outcomes.add(Wire.encode(told(job, DeliveryState.DELIVERED, worked())));
        deliveries.report(delivery, new DeliveryResult.Delivered(), List.of(worked()));

        // When
        Room.restore(before);
        room.replay();

        // Then
        assertThat(due()).isEmpty();
        assertThat(view(delivery).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aRedeliveryBeginsAnewAndOutlivesALoss() {
        // Given
        Job job = completed(ENDPOINT);
        DueDelivery first = due().getFirst();
        deliveries.report(first, new DeliveryResult.GivenUp(true), List.of(failed()));
        room.log(told(job, DeliveryState.GIVEN_UP, failed()));
        room.log(told(job, DeliveryState.PENDING, failed()));

        // When
        DueDelivery again = due().getFirst();
        Room.flush();
        room.replay();
        DueDelivery afterTheLoss = due().getFirst();

        // Then
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.tries()).isZero();
        assertThat(again.attempts()).containsExactly(failed());
        assertThat(afterTheLoss.id()).isEqualTo(first.id());
    }

    @Test
    void aDeletedJobIsToldToNobody() {
        // Given
        Job ended = completed(ENDPOINT);
        Job running =
                room.submit(aJob().acceptedAt(room.now()).webhook(ENDPOINT).build());
        Grant grant = room.take(1, "gguf/demo").getFirst();

        // When
        room.log(new LogEntry.Deleted(ended.id(), ended.tenant(), room.now()));
        room.log(new LogEntry.Deleted(running.id(), running.tenant(), room.now()));
        room.complete(grant, "too late");
        List<DueDelivery> due = due();
        Room.flush();
        room.replay();

        // Then
        assertThat(due).isEmpty();
        assertThat(due()).isEmpty();
        assertThat(page(Optional.empty())).isEmpty();
    }

    @Test
    void aForgottenEndpointIsToldNothingMore() {
        // Given
        completed(ENDPOINT);
        completed(ENDPOINT);
        completed("whe_other");

        // When
        deliveries.mute(ENDPOINT);

        // Then
        assertThat(due()).extracting(DueDelivery::endpoint).containsExactly("whe_other");
        assertThat(page(Optional.empty())).isEmpty();
    }

    @Test
    void anEndpointHasOnlySoManyMessagesUnderWayAndOneIfItFails() {
        // Given
        for (int i = 0; i < 12; i++) {
            completed(ENDPOINT);
        }

        // When
        List<DueDelivery> first = due();
        completed("whe_other");
        List<DueDelivery> others = due();
        deliveries.report(first.getFirst(), new DeliveryResult.Delivered(), List.of(worked()));
        List<DueDelivery> next = due();
        deliveries.report(next.getFirst(), new DeliveryResult.Again(Duration.ofHours(1)), List.of(failed()));
        List<DueDelivery> failing = due();
        room.pass(LEASE);

        // Then
        assertThat(first).hasSize(8);
        assertThat(others).extracting(DueDelivery::endpoint).containsExactly("whe_other");
        assertThat(next).hasSize(1);
        assertThat(failing).isEmpty();
        assertThat(due()).filteredOn(due -> due.endpoint().equals(ENDPOINT)).hasSize(1);
    }

    @Test
    void endpointsThatFailLeaveRoomForOthers() {
        // Given
        for (int i = 0; i < 4; i++) {
            completed("whe_failing_" + i);
            due().forEach(due -> deliveries.report(due, new DeliveryResult.Again(Duration.ZERO), List.of(failed())));
        }
        completed("whe_well");

        // When
        List<DueDelivery> due = deliveries.dispatch(4, 2, LEASE).deliveries();

        // Then
        assertThat(due).extracting(DueDelivery::endpoint).contains("whe_well").hasSize(3);
    }

    @Test
    void theLatestDeliveriesAreListedPageByPageAndNoMoreThanAThousandAreKept() {
        // Given
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 1_005; i++) {
            Job job = aJob().acceptedAt(room.now()).webhook(ENDPOINT).build();
            jobs.add(job);
            room.jobs.add(Wire.encode(job));
            room.outcomes.add(Wire.encode(end(job)));
            room.pass(Duration.ofMillis(1));
        }
        room.replay();

        // When
        List<DeliveryView> first = page(Optional.empty());
        List<DeliveryView> second = page(Optional.of(first.getLast().id()));

        // Then
        assertThat(first)
                .extracting(DeliveryView::job)
                .containsExactly(
                        jobs.get(1_004).id(),
                        jobs.get(1_003).id(),
                        jobs.get(1_002).id());
        assertThat(second)
                .extracting(DeliveryView::job)
                .containsExactly(
                        jobs.get(1_001).id(),
                        jobs.get(1_000).id(),
                        jobs.get(999).id());
        assertThat(deliveries.of(ENDPOINT, Optional.empty(), 2_000).orElseThrow())
                .hasSize(1_000);
        assertThat(deliveries.of(ENDPOINT, Optional.of("msg_unknown"), 2)).isEmpty();
        assertThat(deliveries.find("msg_unknown")).isEmpty();
    }

    @Test
    void howTellingAnEndpointGoesCanBeSeen() {
        // Given
        completed(ENDPOINT);
        DueDelivery due = due().getFirst();
        deliveries.report(due, new DeliveryResult.Again(Duration.ofHours(1)), List.of(failed()));
        completed(ENDPOINT);

        // When
        List<EndpointStanding> standing = deliveries.standing(List.of(ENDPOINT, "whe_idle"));

        // Then
        assertThat(standing)
                .containsExactly(
                        new EndpointStanding(2, Optional.of(room.now()), 1, Optional.of(failed())),
                        new EndpointStanding(0, Optional.empty(), 0, Optional.empty()));
    }

    private Job completed(String endpoint) {
        Job job = room.submit(aJob().acceptedAt(room.now()).webhook(endpoint).build());
        room.complete(room.take(1, "gguf/demo").getFirst(), "done");
        return job;
    }

    private LogEntry end(Job job) {
        return new LogEntry.JobEnded(
                job.id(),
                job.tenant(),
                JobStatus.COMPLETED,
                room.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1));
    }

    private LogEntry told(Job job, DeliveryState state, DeliveryAttempt... attempts) {
        return new LogEntry.Told(job.id(), job.tenant(), JobStatus.COMPLETED, state, List.of(attempts), room.now());
    }

    private List<DueDelivery> due() {
        return deliveries.dispatch(100, 50, LEASE).deliveries();
    }

    private List<DeliveryView> page(Optional<String> after) {
        return deliveries.of(ENDPOINT, after, PAGE).orElseThrow();
    }

    private DeliveryView view(DueDelivery due) {
        return deliveries.find(due.id()).orElseThrow();
    }

    private static DeliveryAttempt failed() {
        return new DeliveryAttempt(Room.START, 12, Optional.of(500), "only 2xx counts as delivered");
    }

    private static DeliveryAttempt worked() {
        return new DeliveryAttempt(Room.START, 9, Optional.of(204), "");
    }
}
