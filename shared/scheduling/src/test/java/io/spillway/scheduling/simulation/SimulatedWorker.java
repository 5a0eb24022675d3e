package io.spillway.scheduling.simulation;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes jobs, calls models, reports: log first, Redis after it. It may crash, or be held up for longer than a lease. */
final class SimulatedWorker extends Member {
    /** What is drawn for a target without capacity that does not say until when. */
    static final int OVERLOADED = 65;

    /** A job this worker runs, and what of its report is still to be done; a step answers whether another follows. */
    static final class Call {
        final Grant grant;
        final List<Supplier<Boolean>> steps = new ArrayList<>();

        Call(Grant grant) {
            this.grant = grant;
        }

        boolean isRunning() {
            return steps.isEmpty();
        }
    }

    final List<Offer> crew;
    final int slots;
    final List<Call> calls = new ArrayList<>();
    boolean heldUp;
    private final Twin twin;
    private final Report report;

    SimulatedWorker(String name, Scheduler door, Twin twin, Report report, List<Offer> crew, int slots) {
        super(name, door, intake(twin, door, report.logs()));
        this.twin = twin;
        this.report = report;
        this.crew = crew;
        this.slots = slots;
    }

    /** @param heard whether the answer arrives: if not, nobody will ever run what was granted */
    List<Grant> take(boolean heard) {
        int free = slots - calls.size();
        if (free <= 0) {
            return List.of();
        }
        List<Offer> offers = crew.stream()
                .map(offer -> new Offer(
                        offer.target(), offer.keys(), offer.primary(), free, offer.limits(), offer.keepsPrefixes()))
                .toList();
        List<Grant> grants = twin.take(door, name, free, offers);
        if (heard) {
            for (Grant grant : grants) {
                calls.add(new Call(grant));
            }
        }
        return grants;
    }

    Report report() {
        return report;
    }

    /** Extends its leases, stops what is cancelled, and drops what it has lost, unless {@code stubborn}. */
    ReferenceModel.Renewal renew(boolean stubborn) {
        ReferenceModel.Renewal answer =
                twin.renew(door, name, calls.stream().map(call -> call.grant).toList());
        for (Call call : List.copyOf(calls)) {
            String lease = ReferenceModel.Renewal.word(call.grant.lease());
            if (call.isRunning() && answer.lost().contains(lease) && !stubborn) {
                calls.remove(call);
            } else if (call.isRunning() && answer.cancelled().contains(lease)) {
                report.cancelled(this, call);
            }
        }
        return answer;
    }

    /** The call has ended in the way drawn: from 0 to 99. */
    void finish(Call call, int drawn, Duration hint) {
        if (drawn < 52) {
            report.completed(call);
        } else if (drawn < 64) {
            ExhaustionKind kind = List.of(
                            ExhaustionKind.RATE_LIMITED, ExhaustionKind.QUOTA_EXHAUSTED, ExhaustionKind.BILLING)
                    .get(drawn % 3);
            report.exhausted(this, call, kind, Optional.of(hint));
        } else if (drawn < 72) {
            report.exhausted(
                    this, call, drawn % 4 == 0 ? ExhaustionKind.AUTH : ExhaustionKind.OVERLOADED, Optional.empty());
        } else if (drawn < 82) {
            report.transientFailure(this, call);
        } else if (drawn < 90) {
            report.refused(this, call);
        } else if (drawn < 93) {
            report.failed(this, call);
        } else if (drawn < 96) {
            report.crashed(this, call);
        } else {
            report.givenBack(this, call);
        }
    }

    /** Does the next step of a report. */
    void step(Call call) {
        boolean more = call.steps.removeFirst().get();
        if (!more || call.steps.isEmpty()) {
            calls.remove(call);
        }
    }

    void finishReport(Call call) {
        while (calls.contains(call)) {
            step(call);
        }
    }
}
