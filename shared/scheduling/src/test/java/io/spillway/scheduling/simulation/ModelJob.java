package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job as the model sees it. */
final class ModelJob implements Comparable<ModelJob> {
    /** Where a job stands; the words are those of {@code prelude.lua}. */
    enum State {
        HIDDEN,
        ACCEPTED,
        /** Something of the log's other topic was about it before its own record came. */
        UNSEEN,
        QUEUED,
        DELAYED,
        LEASED,
        ENDING,
        ENDED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The fence of a lease that nobody was told. */
    static final long UNKNOWN_FENCE = -1;

    static final long STEP_MS = 300_000;

    final String id;
    final String tenant;
    final String key;
    State state = State.HIDDEN;
    /** Its record has been read from the log. */
    boolean scheduled;
    /** It stands in its plan's queue; a job past its time or cancelled leaves it before the sweep comes. */
    boolean inQueue;

    boolean cancelled;
    boolean deleted;
    boolean started;
    String plan = "";
    int priority;
    boolean reprioritised;
    double weight = 1;
    int partition = -1;
    long accepted;
    long due;
    long end;
    long entered;
    int attempts;
    final List<Long> recorded = new ArrayList<>();
    int lapses;
    long fence;
    String worker = "";
    String target = "";
    int lane;
    String epoch = "0";
    long barrier = -1;
    String status = "";
    /** The turns it continues, and its own; empty if it is no part of a conversation. */
    String continued = "";

    String turns = "";
    /** What it takes of quotas. */
    Optional<Reservation> reservation = Optional.empty();
    /** When it counts in its windows, if it does or did. */
    Optional<Instant> window = Optional.empty();
    /** Its estimate counts. */
    boolean counted;
    /** The fence of the take that counted it, 0 if none did. */
    long bookedBy;
    /** The fence of the first attempt that the log has, 0 if it has none. */
    long begunBy;

    int lastUsed;
    long usedTokens;
    /** Where it stands among those that reserve: queued, active, or neither. */
    String stands = "";

    long givenUpAt = Long.MAX_VALUE;

    ModelJob(String id, String tenant, String key) {
        this.id = id;
        this.tenant = tenant;
        this.key = key;
    }

    /** Its turn among its tenant's jobs; the last digit only shows the priority. */
    long place() {
        return (accepted + priority * STEP_MS) * 10 + priority;
    }

    /** Its tenant, or that and its key, where the key has quotas of its own. */
    String lane() {
        return reservation
                .flatMap(Reservation::key)
                .map(key -> tenant + "/" + key)
                .orElse(tenant);
    }

    static String tenantOf(String lane) {
        return lane.replaceFirst("/.*", "");
    }

    boolean held() {
        return state == State.LEASED || state == State.ENDING;
    }

    /** The order inside a tenant and plan. */
    @Override
    public int compareTo(ModelJob other) {
        int byPlace = Long.compare(place(), other.place());
        int byLane = byPlace != 0 ? byPlace : lane().compareTo(other.lane());
        return byLane != 0 ? byLane : id.compareTo(other.id);
    }
}
