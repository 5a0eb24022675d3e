package io.spillway.gateway.deadletter;

import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.JobId;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.gateway.admission.Payloads;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.log.DeadLetters;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Submits the job of a letter again, once, and throws letters away. */
@Singleton
class Replaying {
    static final String NO_SUCH_LETTER = "There is no such dead letter, or it was discarded.";
    private static final Logger LOG = Logger.getLogger(Replaying.class);

    private final LetterBox box;
    private final Submitting submitting;
    private final Payloads payloads;

    Replaying(LetterBox box, Submitting submitting, Payloads payloads) {
        this.payloads = payloads;
        this.box = box;
        this.submitting = submitting;
    }

    /**
     * The job that the letter has become, now or before. Until the mark is in the log the door's idempotency says so;
     * after that the mark does, for as long as there is the letter.
     */
    JobId replay(String id) throws Refusal {
        DeadLetters.Summary letter = summary(id);
        if (letter.replayedAs().isPresent()) {
            return letter.replayedAs().get();
        }
        return switch (whole(letter)) {
            case DeadLetter.OfJob of -> replay(of);
            case DeadLetter.OfRecord _, DeadLetter.Replayed _, DeadLetter.Discarded _ ->
                throw Refusal.of(Problem.Kind.CONFLICT, "This letter is a record that cannot be read, not a job.");
        };
    }

    private JobId replay(DeadLetter.OfJob letter) {
        JobId as = submitting.again(letter.job(), Optional.of(Idempotency.ofLetter(letter.letter())));
        box.letters().mark(new DeadLetter.Replayed(letter.letter(), as, Instant.now()));
        LOG.infof(
                "replayed letter=%s job=%s tenant=%s",
                letter.letter(), as, letter.job().tenant());
        return as;
    }

    void discard(String id) throws Refusal {
        box.letters().mark(new DeadLetter.Discarded(summary(id).id(), Instant.now()));
        LOG.infof("discarded letter=%s", id);
    }

    DeadLetters.Summary summary(String id) throws Refusal {
        return box.letters().find(id).orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, NO_SUCH_LETTER));
    }

    /** With its request made readable, if it is encrypted and the key is here. */
    DeadLetter readable(DeadLetters.Summary letter) throws Refusal {
        return switch (whole(letter)) {
            case DeadLetter.OfJob of ->
                new DeadLetter.OfJob(payloads.readable(of.job()), of.attempts(), of.target(), of.reason(), of.at());
            case DeadLetter.OfRecord record -> record;
            case DeadLetter.Replayed replayed -> replayed;
            case DeadLetter.Discarded discarded -> discarded;
        };
    }

    DeadLetter whole(DeadLetters.Summary letter) throws Refusal {
        return box.letters().read(letter).orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, NO_SUCH_LETTER));
    }
}
