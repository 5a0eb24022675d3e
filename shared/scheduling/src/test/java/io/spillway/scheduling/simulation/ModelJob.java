package io.spillway.scheduling.simulation;

import java.util.ArrayList;
import java.util.List;

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

    ModelJob(String id, String tenant, String key) {
        this.id = id;
        this.tenant = tenant;
        this.key = key;
    }

    /** Its turn among its tenant's jobs; the last digit only shows the priority. */
    long place() {
        return (accepted + priority * STEP_MS) * 10 + priority;
    }

    boolean held() {
        return state == State.LEASED || state == State.ENDING;
    }

    /** The order inside a tenant and plan. */
    @Override
    public int compareTo(ModelJob other) {
        int byPlace = Long.compare(place(), other.place());
        return byPlace != 0 ? byPlace : id.compareTo(other.id);
    }
}
