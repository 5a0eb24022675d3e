package io.spillway.gateway.webhook;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.scheduling.DeliveryResult;
import io.spillway.scheduling.DueDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {
    private static final RandomGenerator RANDOM = new SplittableRandom(5);
    private static final JobId JOB = JobId.create(Instant.EPOCH, 0, RANDOM);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void onlyTwoHundredsAreDelivered(int status) {
        // When
        Verdict verdict = verdict(new Sent.Answered(status), 0);

        // Then
        assertThat(verdict.result()).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(verdict.status()).contains(status);
        assertThat(verdict.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 502, 503, 504})
    void everythingElseIsTriedAgain(int status) {
        // When
        Verdict verdict = verdict(new Sent.Answered(status), 0);

        // Then
        assertThat(verdict.result()).isInstanceOf(DeliveryResult.Again.class);
        assertThat(verdict.gone()).isFalse();
        assertThat(verdict.error()).isNotEmpty();
    }

    @Test
    void anEndpointThatIsGoneIsDisabledAndNotTriedAgain() {
        // When
        Verdict verdict = verdict(new Sent.Answered(410), 0);

        // Then
        assertThat(verdict.gone()).isTrue();
        assertThat(verdict.result()).isInstanceOf(DeliveryResult.GivenUp.class);
    }

    @Test
    void whatAnEndpointAsksForCountsWhereItIsLonger() {
        assertThat(wait(new Sent.Answered(429, Optional.of(Duration.ofMinutes(2))), 0))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(wait(new Sent.Answered(503, Optional.of(Duration.ofSeconds(1))), 3))
                .isBetween(Duration.ofHours(2), Duration.ofMinutes(132));
    }

    @Test
    void theTenthFailureIsTheLast() {
        for (Sent sent : List.of(
                new Sent.Answered(500),
                new Sent.Answered(429, Optional.of(Duration.ofMinutes(2))),
                new Sent.Unreached("no answer in time"),
                new Sent.Forbidden("leads inside"))) {
            assertThat(verdict(sent, 8).result()).as("%s", sent).isInstanceOf(DeliveryResult.Again.class);
            assertThat(verdict(sent, 9).result()).as("%s", sent).isInstanceOf(DeliveryResult.GivenUp.class);
        }
    }

    private static Duration wait(Sent sent, int tries) {
        return ((DeliveryResult.Again) verdict(sent, tries).result()).in();
    }

    private static Verdict verdict(Sent sent, int tries) {
        DueDelivery due = new DueDelivery(
                "msg_1", 1, "whe_1", TenantId.DEFAULT, JOB, JobStatus.COMPLETED, Instant.EPOCH, tries, List.of());
        return Verdict.of(sent, due, RANDOM);
    }
}
