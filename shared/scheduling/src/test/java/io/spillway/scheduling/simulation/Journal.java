package io.spillway.scheduling.simulation;

import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Held;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Spill;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was called, kept outside the scheduler, and what must be true of it whatever the scheduler thinks. */
final class Journal {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A lease as its holder knows it; {@code losses} is how often Redis had forgotten something when it was given. */
    private record Live(long fence, Instant until, int losses) {}

    private final Map<String, Long> fences = new HashMap<>();
    private final Map<String, Live> live = new HashMap<>();
    private final Map<String, Instant> benched = new HashMap<>();
    private final Map<String, List<Instant>> calls = new HashMap<>();
    private final Map<String, Integer> answers = new HashMap<>();
    /** By job, how often it was given out although a call of it might still run. */
    private final Map<String, Integer> displaced = new HashMap<>();

    private Instant latest = Instant.MIN;
    private int losses;

    /** Time goes by; it may step back, but what has lapsed stays so. */
    void reach(Instant now) {
        latest = now.isAfter(latest) ? now : latest;
    }

    private boolean hasLapsed(Live lease) {
        return !latest.isBefore(lease.until);
    }

    void granted(Grant grant, Offer offer, Instant now) {
        String job = grant.job().id().value();
        checkLease(job, grant, now);
        require(now.isBefore(grant.job().deadlines().endBy()), job + " was given out after its end_by");
        String lane = grant.target() + "#" + grant.key();
        for (String scope : List.of(grant.target().value(), grant.target().provider())) {
            Instant until = benched.getOrDefault(scope + "#" + grant.key(), Instant.MIN);
            require(!now.isBefore(until), lane + " was called before " + until);
        }
        List<Instant> begun = calls.computeIfAbsent(lane, _ -> new ArrayList<>());
        begun.add(now);
        offer.limits().rpm().ifPresent(most -> {
            long inAMinute =
                    begun.stream().filter(at -> at.isAfter(now.minus(MINUTE))).count();
            require(inAMinute <= most, lane + " was called " + inAMinute + " times in a minute, allowed are " + most);
        });
    }

    private void checkLease(String job, Grant grant, Instant now) {
        long before = fences.getOrDefault(job, 0L);
        require(grant.lease().fence() > before, "the fence of " + job + " is not above " + before);
        fences.put(job, grant.lease().fence());
        Live other = live.put(job, new Live(grant.lease().fence(), now.plus(Twin.LEASE), losses));
        if (other != null) {
            require(other.losses < losses || hasLapsed(other), job + " has two live leases");
            displaced.merge(job, 1, Integer::sum);
        }
    }

    void renewed(Held held, Instant until) {
        live.computeIfPresent(
                held.job().value(),
                (_, lease) -> lease.fence == held.fence() ? new Live(lease.fence, until, losses) : lease);
    }

    /** Whoever still holds a lease must not be told that it is lost. */
    void checkLost(Held held) {
        Live lease = live.get(held.job().value());
        require(
                lease == null || lease.fence != held.fence() || hasLapsed(lease),
                held.job() + " was called lost while its lease was good");
    }

    /** The holder has handed its job back or written its end; if that was late, somebody else may have been asked. */
    void done(Held held) {
        String job = held.job().value();
        Live lease = live.get(job);
        if (lease != null && lease.fence == held.fence()) {
            live.remove(job);
            if (hasLapsed(lease)) {
                displaced.merge(job, 1, Integer::sum);
            }
        }
    }

    void benched(Spill.Bench bench, Instant now) {
        String scope = switch (bench.kind()) {
            case AUTH, BILLING -> bench.target().provider();
            case RATE_LIMITED, QUOTA_EXHAUSTED, OVERLOADED, UNHEALTHY, OPERATOR ->
                bench.target().value();
        };
        bench.time()
                .ifPresent(time ->
                        benched.merge(scope + "#" + bench.key(), now.plus(time), (a, b) -> a.isAfter(b) ? a : b));
    }

    void answered(String job) {
        answers.merge(job, 1, Integer::sum);
    }

    /** Redis has forgotten something: what it knew of limits and benches counts no more. */
    void lost() {
        losses++;
        benched.clear();
        calls.clear();
    }

    int losses() {
        return losses;
    }

    /** I3: nobody pays twice for a job unless something was made ambiguous. */
    void checkBill() {
        answers.forEach((job, count) -> {
            int allowed = 1 + displaced.getOrDefault(job, 0) + losses;
            require(count <= allowed, job + " was answered " + count + " times, allowed are " + allowed);
        });
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    static Optional<Offer> offer(List<Offer> offers, Grant grant) {
        return offers.stream()
                .filter(offer -> offer.target().equals(grant.target()))
                .findFirst();
    }
}
