package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Reservation;
import io.spillway.contract.routing.Plan;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.simulation.ModelJob.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** One take, decided by looking at everything. */
final class ModelTake {
    private static final long MINUTE_MS = 60_000;
    private static final long LEFT_MS = 100;
    private static final long KEPT_MS = 600_000;

    /** What the model would give. */
    record Given(String job, String target, int key, int attempt) {}

    /** One offer, and what may be begun of it now. */
    private static final class Open {
        final Offer offer;
        int slots;
        int key = -1;
        int permits;
        String epoch = "0";

        Open(Offer offer) {
            this.offer = offer;
            this.slots = offer.slots();
        }

        String target() {
            return offer.target().value();
        }
    }

    private final ModelRoom room;
    private final ModelBenches benches;
    private final long now;
    private final String worker;
    private final Map<String, Open> offers = new TreeMap<>();

    ModelTake(ModelRoom room, ModelBenches benches, String worker, long now) {
        this.room = room;
        this.benches = benches;
        this.worker = worker;
        this.now = now;
    }

    List<Given> take(int most, List<Offer> offered, long lapse) {
        returnDelayed();
        room.quotas.release(now);
        Set<String> plans = new HashSet<>();
        for (Offer offer : offered) {
            offers.put(offer.target().value(), new Open(offer));
            if (offer.keys() > 1) {
                benches.keys.put(offer.target().value(), offer.keys());
            }
            plans.addAll(room.plans(offer.target()));
        }
        offers.values().forEach(this::choose);
        List<Given> given = new ArrayList<>();
        while (given.size() < most) {
            Optional<Next> next = next(plans);
            if (next.isEmpty()) {
                break;
            }
            given.add(grant(next.get(), lapse));
        }
        return given;
    }

    private void returnDelayed() {
        room.delayed.entrySet().stream()
                .filter(entry -> entry.getValue() <= now)
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> room.jobs.get(entry.getKey()))
                .toList()
                .forEach(job -> {
                    room.dequeue(job);
                    room.enqueue(job, job.plan, now);
                });
    }

    private record Next(ModelRoom.Turn turn, Open offer) {}

    private Optional<Next> next(Set<String> plans) {
        while (true) {
            Look look = look(plans);
            if (!look.again()) {
                return look.found();
            }
        }
    }

    /** What one look at the plans, the lowest head first, has found; {@code again} if it has changed their order. */
    private record Look(Optional<Next> found, boolean again) {}

    private Look look(Set<String> plans) {
        for (ModelRoom.Turn turn : turns(plans)) {
            ModelJob job = turn.first();
            if (job.cancelled || job.due <= now) {
                // Jobs that must not run any more are left to the sweep.
                room.dequeue(job);
                room.due.put(job.id, 0L);
                return new Look(Optional.empty(), true);
            }
            Optional<Open> open = usable(job);
            if (open.isPresent()) {
                return room.reopen(job.plan) || !room.quotas.hasRoom(job, now)
                        ? new Look(Optional.empty(), true)
                        : new Look(Optional.of(new Next(turn, open.get())), false);
            }
            if (Plan.parse(job.plan).targets().stream().allMatch(target -> benches.back(target.value()) > now)) {
                room.closed.putIfAbsent(job.plan, "");
            }
        }
        return new Look(Optional.empty(), false);
    }

    private List<ModelRoom.Turn> turns(Set<String> plans) {
        return plans.stream()
                .flatMap(plan -> room.turn(plan).stream())
                .sorted(Comparator.comparingDouble(ModelRoom.Turn::score)
                        .thenComparingLong(turn -> turn.first().place())
                        .thenComparing(turn -> turn.first().plan))
                .toList();
    }

    private Optional<Open> usable(ModelJob job) {
        for (Plan.Choice choice : Plan.parse(job.plan).choices()) {
            Open open = offers.get(choice.target().value());
            if (open != null && open.key >= 0 && open.permits > 0 && open.slots > 0) {
                return isLeftToAnother(job, open) ? Optional.empty() : Optional.of(open);
            }
            boolean exhausted = benches.back(choice.target().value()) > now;
            if (!exhausted && job.entered + choice.patience().toMillis() > now) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The next turn of a conversation waits a moment for the worker that knows the turns before it. */
    private boolean isLeftToAnother(ModelJob job, Open open) {
        ModelRoom.Keeper keeper = room.keepers.get(open.target() + " " + job.continued);
        return open.offer.keepsPrefixes()
                && keeper != null
                && keeper.until() > now
                && !keeper.worker().equals(worker)
                && job.entered + LEFT_MS > now;
    }

    private void choose(Open open) {
        open.key = -1;
        open.permits = 0;
        int benched = 0;
        for (int key = 0; key < open.offer.keys(); key++) {
            if (key >= open.offer.primary() && benched < open.offer.primary()) {
                return;
            }
            ModelBenches.Lane lane = benches.lane(open.target(), key);
            if (lane.back() > now) {
                benched++;
                continue;
            }
            int free = free(open, key, lane.allow());
            if (free > 0) {
                open.key = key;
                open.permits = free;
                open.epoch = lane.epoch();
                return;
            }
        }
    }

    private int free(Open open, int key, OptionalInt allow) {
        int running = room.running(open.target(), key).size();
        int free = open.slots;
        free = Math.min(free, allow.orElse(Integer.MAX_VALUE) - running);
        free = Math.min(free, open.offer.limits().concurrency().orElse(Integer.MAX_VALUE) - running);
        if (open.offer.limits().rpm().isPresent()) {
            long begun = room.calls.getOrDefault(open.target() + "#" + key, new TreeMap<>()).values().stream()
                    .filter(at -> at > now - MINUTE_MS)
                    .count();
            free = Math.min(free, open.offer.limits().rpm().getAsInt() - (int) begun);
        }
        return free;
    }

    private Given grant(Next next, long lapse) {
        ModelJob job = next.turn().first();
        Open open = next.offer();
        room.dequeue(job);
        job.state = State.LEASED;
        job.worker = worker;
        job.target = open.target();
        job.lane = open.key;
        job.epoch = open.epoch;
        job.barrier = -1;
        job.stands = job.reservation.isPresent() ? "active" : "";
        if (job.reservation.filter(Reservation::waits).isPresent() && !job.counted) {
            room.quotas.book(job, ModelQuotas.beginning(job, now) * 1_000);
            job.bookedBy = ModelJob.UNKNOWN_FENCE;
        }
        job.fence = ModelJob.UNKNOWN_FENCE;
        if (job.due != job.end) {
            room.due.put(job.id, job.end);
        }
        job.started = true;
        job.due = job.end;
        room.lease(job, lapse);
        room.running(job.target, job.lane).put(job.id, lapse);
        if (open.offer.keepsPrefixes() && !job.turns.isEmpty()) {
            room.keepers.put(open.target() + " " + job.turns, new ModelRoom.Keeper(worker, now + KEPT_MS));
        }
        room.charge(job.tenant, job.weight);
        if (open.offer.limits().rpm().isPresent()) {
            room.calls
                    .computeIfAbsent(job.target + "#" + job.lane, _ -> new TreeMap<>())
                    .put(
                            job.id + ":"
                                    + room.calls.values().stream()
                                            .mapToInt(Map::size)
                                            .sum(),
                            now);
        }
        Given given = new Given(job.id, job.target, job.lane, job.attempts + 1);
        open.slots--;
        open.permits--;
        if (open.permits <= 0 && open.slots > 0) {
            choose(open);
        }
        return given;
    }
}
