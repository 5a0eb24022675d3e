package io.spillway.gguf.memory;

import io.spillway.contract.call.MemoryReport;
import io.spillway.contract.call.Waits;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A room with a budget. What fits is loaded; what does not is loaded once jobs wait for it, in place of the least recently
 * used of those that have had their minimum stay (docs/adr/0027). Whoever asks decides for itself, on its own thread,
 * again and again until it is in.
 */
public final class MemoryRoom implements Room {
    private static final System.Logger LOG = System.getLogger(MemoryRoom.class.getName());
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Jobs that wait for less than this may be on their way to another model. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<Place> places;
    private final boolean strict;
    private final long minimumStay;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Guest> guests = new ArrayList<>();
    private final List<Asking> asking = new ArrayList<>();
    private final Demand demand = new Demand();
    private volatile Waits waits = Waits.NOTHING;

    /**
     * @param strict whether a model that is larger than a whole place is refused; else it may try alone
     * @param clock nanoseconds that only go forward
     */
    public MemoryRoom(List<Place> places, boolean strict, Duration minimumStay, LongSupplier clock) {
        this.places = List.copyOf(places);
        this.strict = strict;
        this.minimumStay = minimumStay.toNanos();
        this.clock = clock;
    }

    /** From now on {@code known} says which jobs wait. */
    public void meet(Waits known) {
        waits = known;
    }

    @Override
    public Answer enter(Asking model) throws InterruptedException {
        if (strict && places.stream().noneMatch(place -> place.allows(model) && place.bytes() >= model.bytes())) {
            return new TooLarge(tooLarge(model));
        }
        lock.lockInterruptibly();
        try {
            asking.add(model);
            while (true) {
                look();
                Optional<Guest> guest = admitted(model);
                if (guest.isPresent()) {
                    guests.add(guest.get());
                    return new Welcome(guest.get());
                }
                makeRoom(model);
                changed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            asking.remove(model);
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Each of its places, and what is taken of it. */
    public List<MemoryReport> reports() {
        lock.lock();
        try {
            return places.stream()
                    .map(place -> new MemoryReport(place.name(), place.bytes(), place.bytes() - free(place)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** What waits is asked for without the lock: the answer may come from Redis. */
    private void look() {
        lock.unlock();
        List<List<TargetName>> plans;
        try {
            plans = waits.plans();
        } finally {
            lock.lock();
        }
        Set<TargetName> loaded = guests.stream()
                .filter(guest -> !guest.leaving())
                .map(Guest::target)
                .collect(Collectors.toSet());
        demand.note(() -> plans, loaded, clock.getAsLong());
    }

    /** In, if there is room and nobody who is waited for longer needs it. */
    private Optional<Guest> admitted(Asking model) {
        if (asking.stream().anyMatch(other -> demand.since(other.target()) < demand.since(model.target()))) {
            return Optional.empty();
        }
        return places.stream()
                .filter(place -> place.allows(model) && fits(model, place))
                .max(Comparator.comparingLong(this::free))
                .map(place -> new Guest(model, place, clock, this::left));
    }

    private boolean fits(Asking model, Place place) {
        boolean alone = !strict && in(place).isEmpty();
        return alone || model.bytes() <= free(place);
    }

    /** Asks others to leave, if jobs have waited for {@code model} for a while and enough of them may be asked. */
    private void makeRoom(Asking model) {
        long wanted = demand.since(model.target());
        boolean next = asking.stream().noneMatch(other -> demand.since(other.target()) < wanted);
        if (!next || wanted == Long.MAX_VALUE || clock.getAsLong() - wanted < SETTLED_NANOS) {
            return;
        }
        places.stream()
                .filter(place -> place.allows(model))
                .map(place -> leaving(model, place))
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(List::size))
                .ifPresent(leaving -> leaving.forEach(guest -> ask(guest, model)));
    }

    /** Who has to leave {@code place} for {@code model} to fit; nothing if too few may be asked yet. */
    private Optional<List<Guest>> leaving(Asking model, Place place) {
        List<Guest> leaving = new ArrayList<>();
        long room = free(place)
                + in(place).stream()
                        .filter(Guest::leaving)
                        .mapToLong(Guest::bytes)
                        .sum();
        List<Guest> candidates = in(place).stream()
                .filter(guest -> mayBeAsked(guest, model))
                .sorted(Comparator.comparing((Guest guest) -> demand.wants(guest.target()))
                        .thenComparingLong(Guest::used))
                .toList();
        for (Guest guest : candidates) {
            if (room >= model.bytes()) {
                break;
            }
            leaving.add(guest);
            room += guest.bytes();
        }
        boolean empty = !strict && leaving.size() == in(place).size();
        return room >= model.bytes() || empty ? Optional.of(leaving) : Optional.empty();
    }

    /** One that jobs wait for as well goes only when the other has been waited for as long as it could stay. */
    private boolean mayBeAsked(Guest guest, Asking model) {
        long now = clock.getAsLong();
        long waited = now - demand.since(model.target());
        boolean stayed = now - guest.since() >= minimumStay;
        return !guest.leaving() && stayed && (!demand.wants(guest.target()) || waited >= minimumStay);
    }

    private void ask(Guest guest, Asking model) {
        LOG.log(
                System.Logger.Level.INFO,
                "model leaves target={0} bytes={1} in_favour_of={2}",
                guest.target(),
                Long.toString(guest.bytes()),
                model.target());
        guest.leave().complete(null);
    }

    private void left(Guest guest) {
        lock.lock();
        try {
            guests.remove(guest);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Guest> in(Place place) {
        return guests.stream().filter(guest -> guest.place().equals(place)).toList();
    }

    private long free(Place place) {
        return place.bytes() - in(place).stream().mapToLong(Guest::bytes).sum();
    }

    private String tooLarge(Asking model) {
        long most = places.stream()
                .filter(place -> place.allows(model))
                .mapToLong(Place::bytes)
                .max()
                .orElse(0);
        return "it needs about " + (model.bytes() >> 20) + " MB of memory, the budget is " + (most >> 20) + " MB";
    }
}
