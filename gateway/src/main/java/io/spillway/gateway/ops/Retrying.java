package io.spillway.gateway.ops;

import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Submits many ended jobs again, each at most once in 24 hours however often it is asked for. */
@Singleton
class Retrying {
    private static final Logger LOG = Logger.getLogger(Retrying.class);
    /** So that a call does not take long; whoever wants more goes on after the last. */
    private static final int MOST = 100;

    private static final int MOST_COUNTED = 10_000;
    private static final int CLIENTS_FAULT = 500;

    private final Combing combing;
    private final Submitting submitting;

    Retrying(Combing combing, Submitting submitting) {
        this.combing = combing;
        this.submitting = submitting;
    }

    RetryBody retry(RetryRequest request) throws Refusal {
        if (request.dryRun()) {
            Combing.Combed combed = combing.comb(request.query(), request.after(), MOST_COUNTED, _ -> {});
            return new RetryBody(
                    true, combed.found(), List.of(), 0, 0, null, combed.after().orElse(null));
        }
        Round round = new Round();
        Combing.Combed combed = combing.comb(request.query(), request.after(), MOST, round::again);
        LOG.infof("retried jobs=%d already=%d refused=%d", round.made.size(), round.already, round.refused);
        return new RetryBody(
                false,
                combed.found(),
                List.copyOf(round.made),
                round.already,
                round.refused,
                round.why.orElse(null),
                combed.after().orElse(null));
    }

    private final class Round {
        private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        private final List<String> made = new ArrayList<>();
        private int already;
        private int refused;
        private Optional<String> why = Optional.empty();

        /** One that cannot be submitted for its own sake keeps no other from it; what is away stops all of them. */
        void again(JobView view) {
            try {
                JobId id = submitting.again(
                        view.job(), Optional.of(Idempotency.ofRetry(view.job().id())));
                if (id.createdAt().isBefore(begun)) {
                    already++;
                } else {
                    made.add(id.value());
                }
            } catch (Refusal refusal) {
                if (refusal.problem().status() >= CLIENTS_FAULT) {
                    throw refusal;
                }
                refused++;
                why = why.or(() -> Optional.of(refusal.problem().detail()));
            }
        }
    }
}
